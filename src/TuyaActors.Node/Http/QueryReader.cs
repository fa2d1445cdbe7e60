using System.Globalization;
using TuyaActors.Node.Json;

namespace TuyaActors.Node.Http;

/// <summary>Reads the query of a request. What it does not know is refused, since a slip of the pen would otherwise go unnoticed.</summary>
internal sealed class QueryReader
{
    private readonly IQueryCollection _query;

    /// <param name="request">Whose.</param>
    /// <param name="allowed">The parameters that there are.</param>
    public QueryReader(HttpRequest request, params ReadOnlySpan<string> allowed)
    {
        _query = request.Query;
        foreach (var name in _query.Keys)
        {
            if (!allowed.Contains(name))
            {
                Refuse(name, allowed.IsEmpty ? "it is not known; there are no parameters here" : $"it is not known; allowed are {string.Join(", ", allowed!)}");
            }
        }
    }

    /// <summary>Why the request is refused; null: it is not.</summary>
    public IResult? Refusal { get; private set; }

    /// <summary>All values of a parameter, none of them empty.</summary>
    public IReadOnlyList<string> Words(string name)
    {
        List<string> words = [.. _query[name].Select(word => word ?? "")];
        if (words.Any(string.IsNullOrWhiteSpace))
        {
            Refuse(name, "it is empty");
        }

        return words;
    }

    /// <summary>The one value of a parameter; null: it is not given.</summary>
    public string? Word(string name)
    {
        if (_query[name].Count > 1)
        {
            Refuse(name, $"it is given {_query[name].Count} times; once is allowed");
        }

        return _query[name] is [{ Length: > 0 } word, ..] ? word : null;
    }

    /// <summary>All values of a parameter that are words of an enumeration.</summary>
    public IReadOnlyList<T> Words<T>(string name)
        where T : struct, Enum
    {
        var read = new List<T>();
        foreach (var word in Words(name))
        {
            if (JsonWord.TryParse<T>(word, out var value))
            {
                read.Add(value);
            }
            else
            {
                Refuse(name, $"it is '{Printable.Of(word)}'; allowed are {string.Join(", ", JsonWord.AllOf<T>())}");
            }
        }

        return read;
    }

    /// <summary>Whole numbers within bounds.</summary>
    public IReadOnlyList<int> Numbers(string name, int lowest, int highest)
    {
        var read = new List<int>();
        foreach (var word in Words(name))
        {
            if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= lowest && number <= highest)
            {
                read.Add(number);
            }
            else
            {
                Refuse(name, $"it is '{Printable.Of(word)}'; allowed are whole numbers from {lowest} to {highest}");
            }
        }

        return read;
    }

    /// <summary>A whole number within bounds; null: it is not given.</summary>
    public int? Number(string name, int lowest, int highest) => Word(name) is null ? null : Numbers(name, lowest, highest) is [var number, ..] ? number : null;

    /// <summary>A span of seconds, fractions allowed; null: it is not given.</summary>
    public TimeSpan? Seconds(string name, double lowest, double highest)
    {
        if (Word(name) is not { } word)
        {
            return null;
        }

        if (double.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 && seconds >= lowest && seconds <= highest)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        Refuse(name, string.Create(CultureInfo.InvariantCulture, $"it is '{Printable.Of(word)}'; allowed are seconds, {(lowest > 0 ? $"{lowest} to {highest}" : $"above 0 and up to {highest}")}"));
        return null;
    }

    /// <summary>true or false; false where it is not given.</summary>
    public bool Flag(string name)
    {
        if (Word(name) is not { } word || word == "false")
        {
            return false;
        }

        if (word != "true")
        {
            Refuse(name, $"it is '{Printable.Of(word)}'; allowed are true and false");
        }

        return true;
    }

    /// <summary>Notes why the request is refused; the first reason counts.</summary>
    public void Refuse(string name, string why) => Refusal ??= Problems.BadRequest(Printable.Of(name), why);
}
