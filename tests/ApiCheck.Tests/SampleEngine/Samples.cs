#pragma warning disable CA1000, CA1001, CA1012, CA1051, CA1052, CA1711, CA1724, CA1815, CA1819, CA1822, CA1716, CA1040, CA1032, CA2231, CA1018, CA1813, CA1019
namespace SampleEngine;

public class Calls
{
    public Calls(int number) => Number = number;

    public Calls(string text) => Number = text.Length;

    public int Number { get; }

    public int UnusedProperty { get; set; }

    public int OnlyRead { get; set; }

    public readonly int Field = 1;

    public readonly int UnusedField = 2;

    public static void Called(int number, List<string[]> texts)
    {
    }

    /// <summary>An overload that nobody calls.</summary>
    public static void Called(string text)
    {
    }

    public static T Generic<T>(T value, ref Dictionary<string, T> more) => more.Values.FirstOrDefault(value);

    public void CalledByItselfOnly() => Console.WriteLine(UnusedField + Secret());

    public event EventHandler? Happened;

    public event EventHandler? Unheard;

    public void Raise()
    {
        CalledByItselfOnly();
        Happened?.Invoke(this, EventArgs.Empty);
        Unheard?.Invoke(this, EventArgs.Empty);
    }

    internal static int Secret() => 3;

    public override string ToString() => "overrides one that is not the engine's";
}

public static class Extensions
{
    public static int Extended(this Calls calls) => calls.Number;

    public static int NeverExtended(this Calls calls) => calls.Number;
}

public class Box<T>
{
    public T? Content { get; set; }

    public T? Put(T? content) => Content = content;

    public void Shake(T other) => new Box<T>().Put(other);
}

public abstract class Base
{
    protected abstract void Overridden(int number);

    protected virtual void NotOverridden(int number) => Overridden(number);

    public virtual void CalledOnBase()
    {
    }

    protected void ForHeirs() => NotOverridden(1);

    protected void NotForHeirs()
    {
    }
}

public class Derived : Base, IPromise, IUnkept
{
    public void Kept()
    {
    }

    public void Unkept()
    {
    }

    public override void CalledOnBase() => NotForHeirs();

    protected override void Overridden(int number)
    {
    }

    protected override void NotOverridden(int number)
    {
    }
}

public interface IPromise
{
    void Kept();

    void NeverAskedFor()
    {
    }
}

/// <summary>Nobody names it but the class that implements it.</summary>
public interface IUnkept
{
    void Unkept();
}

public interface IImplementedByUsers
{
    int First { get; }

    void Second();
}

public class NeverNamed
{
    public void Anything()
    {
    }
}

public class NamedInConfiguration
{
    public NamedInConfiguration(string name) => Name = name;

    public string Name { get; }
}

public class NamedInText;

public class NamedInAttribute;

public class AskedAboutItself;

/// <summary>Async methods put the names of their own types into attributes; that is no use of them.</summary>
public class NeverNamedButAsynchronous
{
    public static async Task Run() => await Task.Yield();
}

[AttributeUsage(AttributeTargets.All)]
public sealed class MarkAttribute : Attribute
{
    public MarkAttribute(object? argument) => Argument = argument;

    public object? Argument { get; }
}

/// <summary>Reached by what <see cref="Source"/> gives.</summary>
public class Given : GivenBase
{
    public Inner Content { get; } = new();

    public sealed class Inner;
}

public abstract class GivenBase;

public class Source
{
    public static Given Give() => new();
}

public enum Kind
{
    One,
    Two,
}

public enum UnusedKind
{
    One,
}

public static class Words
{
    public const string One = "one";
    public const string Two = "two";

    public static int Length(string word) => word.Length;
}

public delegate void Told(int number);

public delegate void NeverTold(int number);

public readonly struct Amount : IEquatable<Amount>
{
    public bool Equals(Amount other) => true;

    public override bool Equals(object? obj) => obj is Amount;

    public override int GetHashCode() => 0;

    public static bool operator ==(Amount left, Amount right) => left.Equals(right);

    public static bool operator !=(Amount left, Amount right) => !(left == right);

    public static Amount operator +(Amount left, Amount right) => left == right ? left : right;
}
