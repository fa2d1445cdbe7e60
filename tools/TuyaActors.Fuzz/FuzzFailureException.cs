namespace TuyaActors.Fuzz;

/// <summary>Something came out that the contract excludes.</summary>
internal sealed class FuzzFailureException(string what) : Exception(what)
{
    public static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new FuzzFailureException(what);
        }
    }
}
