namespace Akka.Configuration.Hocon;

/// <summary>What an include callback hands back.</summary>
public class HoconRoot
{
    public HoconRoot(HoconValue value) => Value = value;

    internal HoconValue Value { get; }
}
