#nullable disable
using Akka.Configuration;
using Akka.Util;

namespace Akka.Actor.Setup
{
    /// <summary>A part of what a system is started with, in code.</summary>
    public abstract class Setup
    {
    }

    /// <summary>All the setups of a system, one of each type.</summary>
    public sealed class ActorSystemSetup
    {
        public static readonly ActorSystemSetup Empty = new(new Dictionary<Type, Setup>());

        private readonly IReadOnlyDictionary<Type, Setup> _setups;

        private ActorSystemSetup(IReadOnlyDictionary<Type, Setup> setups) => _setups = setups;

        public static ActorSystemSetup Create(params Setup[] setup) => setup.Aggregate(Empty, (all, one) => all.With(one));

        public Option<T> Get<T>()
            where T : Setup => _setups.TryGetValue(typeof(T), out var setup) ? new Option<T>((T)setup) : Option<T>.None;

        public ActorSystemSetup And<T>(T setup)
            where T : Setup => With(setup);

        public override string ToString() => $"ActorSystemSetup({string.Join(",", _setups.Keys.Select(type => type.Name))})";

        internal ActorSystemSetup With(Setup setup) => new(new Dictionary<Type, Setup>(_setups) { [setup.GetType()] = setup });
    }
}

namespace Akka.Actor
{
    /// <summary>The configuration of a system.</summary>
    public sealed class BootstrapSetup : Setup.Setup
    {
        private BootstrapSetup(Option<Config> config) => Config = config;

        public Option<Config> Config { get; }

        public static BootstrapSetup Create() => new(Option<Config>.None);

        public BootstrapSetup WithConfig(Config config) => new(config);
    }
}
