using Microsoft.Extensions.Configuration;

namespace TuyaActors.Hosting;

/// <summary>A fleet that is to be started.</summary>
/// <param name="Name">Its name; an actor's name, and a word for people.</param>
/// <param name="Configure">What its options are.</param>
internal sealed record FleetPlan(string Name, Action<TuyaFleetOptions>? Configure)
{
    private const int LongestName = 64;

    /// <summary>The plan of a fleet whose section, if there is one, is read when it starts.</summary>
    /// <exception cref="ArgumentException">The name is none.</exception>
    public static FleetPlan Of(string name, IConfiguration? section, Action<TuyaFleetOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > LongestName || !char.IsAsciiLetterOrDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            throw new ArgumentException($"'{name}' is no name for a fleet; allowed are 1 to {LongestName} letters, digits, '-' and '_', with a letter or digit first", nameof(name));
        return new FleetPlan(name, section is null ? configure : options =>
        {
            options.Bind(section);
            configure?.Invoke(options);
        });
    }

    /// <exception cref="InvalidOperationException">There is a plan of that name already.</exception>
    public void AddTo(IDictionary<string, FleetPlan> plans)
    {
        if (!plans.TryAdd(Name, this))
            throw new InvalidOperationException($"there are two fleets named '{Name}'; give each a name of its own");
    }

    public TuyaFleetOptions Options()
    {
        var options = new TuyaFleetOptions();
        Configure?.Invoke(options);
        return options;
    }
}
