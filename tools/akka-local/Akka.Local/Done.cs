#nullable disable
namespace Akka;

/// <summary>The result of something whose completion is all there is to tell.</summary>
public sealed class Done
{
    public static readonly Done Instance = new();

    private Done()
    {
    }
}
