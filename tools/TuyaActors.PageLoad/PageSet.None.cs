namespace TuyaActors.PageLoad;

/// <summary>In the place of pages where no Chromium was found when this was built.</summary>
internal static class Pages
{
    public static Task<IPageSet?> OpenAsync(Uri node, int count, TextWriter output)
    {
        if (count > 0)
            output.WriteLine($"no page is opened at {node}: this was built where no Chromium was found (Debian: apt-get install chromium)");
        return Task.FromResult<IPageSet?>(null);
    }
}
