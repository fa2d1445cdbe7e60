using SampleEngine;

namespace SampleUser;

/// <summary>What somebody uses of the engine.</summary>
[Mark(typeof(NamedInAttribute))]
public sealed class Uses : Base, IImplementedByUsers
{
    public int First => 1;

    public void Second() => ForHeirs();

    public static int Everything(Told told, IPromise promise, Base one, Amount amount)
    {
        var calls = new Calls(1);
        calls.Happened += (_, _) => told(1);
        var more = new Dictionary<string, int>();
        Calls.Called(calls.Number, []);
        calls.Raise();
        promise.Kept();
        one.CalledOnBase();
        Source.Give();
        new Box<int>().Put(1);
        Of(Kind.One);
        return Calls.Generic(1, ref more) + calls.Field + calls.OnlyRead + calls.Extended() + Words.Length("SampleEngine.NamedInText")
            + (amount == default ? 1 : 0);
    }

    protected override void Overridden(int number) => new Derived().CalledOnBase();

    private static void Of(Kind kind) => Console.WriteLine(kind);
}
