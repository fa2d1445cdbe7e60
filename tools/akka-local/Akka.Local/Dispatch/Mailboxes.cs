#nullable disable
using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Dispatch;

/// <summary>Finds the mailbox of an actor: what its props name, else what its type requires, else the default.</summary>
internal class Mailboxes
{
    public static readonly string DefaultMailboxId = "akka.actor.default-mailbox";

    private readonly ActorSystem _system;
    private readonly ConcurrentDictionary<string, MailboxType> _byId = new();
    private readonly ConcurrentDictionary<Type, Type> _requiredByActor = new();
    private readonly Lazy<List<KeyValuePair<Type, string>>> _requirements;
    private readonly MailboxType _deque;

    public Mailboxes(ActorSystem system)
    {
        _system = system;
        _deque = new UnboundedDequeBasedMailbox(system.Settings, Config.Empty);
        _requirements = new(ReadRequirements);
    }

    public MailboxType Lookup(string id) => _byId.GetOrAdd(id, Make);

    /// <summary>The queue semantics that an actor type asks for by <see cref="IRequiresMessageQueue{T}"/>; null when it asks for none.</summary>
    public Type GetRequiredType(Type actorType) => _requiredByActor.GetOrAdd(actorType, static type => type
        .GetInterfaces()
        .FirstOrDefault(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IRequiresMessageQueue<>))
        ?.GetGenericArguments()[0]);

    public MailboxType GetMailboxType(Props props, Config dispatcherConfig)
    {
        if (props.Mailbox != Deploy.NoMailboxGiven && !string.IsNullOrEmpty(props.Mailbox))
            return Lookup(props.Mailbox);
        var ofDispatcher = dispatcherConfig.IsNullOrEmpty() ? "" : dispatcherConfig.GetString("mailbox-type", "");
        if (!string.IsNullOrEmpty(ofDispatcher))
            return Instantiate(ofDispatcher, dispatcherConfig);
        return GetRequiredType(props.Type) is { } required ? LookupByQueueType(required) : Lookup(DefaultMailboxId);
    }

    public MailboxType LookupByQueueType(Type queueType)
    {
        if (typeof(IDequeBasedMessageQueueSemantics).IsAssignableFrom(queueType))
            return _deque;
        if (queueType.IsAssignableFrom(typeof(MessageQueues.UnboundedMessageQueue)) || queueType == typeof(Event.ILoggerMessageQueueSemantics))
            return Lookup(DefaultMailboxId);
        foreach (var (semantics, id) in _requirements.Value)
        {
            if (semantics == queueType)
                return Lookup(id);
        }

        throw new ConfigurationException($"No mailbox is configured for the queue type [{queueType}].");
    }

    private List<KeyValuePair<Type, string>> ReadRequirements()
    {
        var config = _system.Settings.Config.GetConfig("akka.actor.mailbox.requirements");
        if (config.IsNullOrEmpty())
            return [];
        return config.AsEnumerable()
            .Select(entry => KeyValuePair.Create(TypeLocator.Find(entry.Key), config.GetString($"\"{entry.Key}\"", null)))
            .Where(entry => entry.Key is not null && entry.Value is not null)
            .ToList();
    }

    private MailboxType Make(string id)
    {
        if (id == DefaultMailboxId || id == "unbounded")
            return new UnboundedMailbox(_system.Settings, _system.Settings.Config.GetConfig(DefaultMailboxId));
        var config = _system.Settings.Config.GetConfig(id);
        if (config.IsNullOrEmpty())
            throw new ConfigurationException($"Mailbox Type [{id}] not configured");
        return Instantiate(config.GetString("mailbox-type", null), config);
    }

    private MailboxType Instantiate(string typeName, Config config) =>
        (MailboxType)Activator.CreateInstance(TypeLocator.Require(typeName, "mailbox-type"), _system.Settings, config);
}
