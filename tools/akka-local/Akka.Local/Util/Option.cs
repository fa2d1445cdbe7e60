#nullable disable
namespace Akka.Util;

/// <summary>A value or its absence.</summary>
public readonly struct Option<T>
{
    public static readonly Option<T> None;

    internal Option(T value)
    {
        Value = value;
        HasValue = value is not null;
    }

    public bool HasValue { get; }

    public T Value { get; }

    public static implicit operator Option<T>(T value) => new(value);

    internal T GetOrElse(T fallbackValue) => HasValue ? Value : fallbackValue;

    internal Option<TNew> Select<TNew>(Func<T, TNew> selector) => HasValue ? selector(Value) : Option<TNew>.None;

    internal Option<TNew> FlatSelect<TNew>(Func<T, Option<TNew>> mapper) => HasValue ? mapper(Value) : Option<TNew>.None;

    public override string ToString() => HasValue ? $"Some<{Value}>" : "None";
}
