#nullable disable
using System.Text;
using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Util;

namespace Akka.Actor;

// The children. Guardians start children for threads outside, and selections look for them, so they are under a lock.
public partial class ActorCell
{
    private const string Base64Digits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+~";

    private SmallMap<string, ChildRestartStats> _children;
    private HashSet<IActorRef> _dying;
    private long _nextName;

    /// <summary>What has to wait until the dying children are gone.</summary>
    private Waiting _waiting;
    private Exception _recreationCause;

    // Nobody else locks it, and there are too many actors for each to have a lock of its own.
    private Mailbox ChildrenGate => Mailbox;

    private enum Waiting
    {
        None,
        Creation,
        Recreation,
        Termination,
        Terminated,
    }

    /// <summary>Safe from any thread.</summary>
    public virtual IActorRef ActorOf(Props props, string name = null) => MakeChild(props, name, system: false);

    internal virtual IActorRef AttachChild(Props props, bool isSystemService, string name = null) => MakeChild(props, name, isSystemService);

    IActorRef IActorContext.Child(string name) => GetChildByName(name);

    IEnumerable<IActorRef> IActorContext.GetChildren() => GetChildren();

    /// <summary>Safe from any thread.</summary>
    internal IEnumerable<IInternalActorRef> GetChildren() => Stats().Select(one => one.Child);

    /// <summary>Safe from any thread; <see cref="Nobody"/> when there is no such child.</summary>
    internal IInternalActorRef GetChildByName(string name)
    {
        lock (ChildrenGate)
            return _children.TryGetValue(name, out var stats) ? stats.Child : ActorRefs.Nobody;
    }

    /// <summary>The same, where the name may state the uid: <c>name#123</c>.</summary>
    internal IInternalActorRef GetSingleChild(string name)
    {
        var hash = name.IndexOf('#', StringComparison.Ordinal);
        if (hash < 0)
            return GetChildByName(name);
        var child = GetChildByName(name[..hash]);
        return long.TryParse(name.AsSpan(hash + 1), out var uid) && !child.IsNobody() && child.Path.Uid == uid ? child : ActorRefs.Nobody;
    }

    public void Stop(IActorRef child)
    {
        lock (ChildrenGate)
        {
            if (IsChild(child))
                (_dying ??= []).Add(child);
        }

        ((IInternalActorRef)child).Stop();
    }

    private static string NameFrom(long number)
    {
        var text = new StringBuilder("$");
        do
        {
            text.Append(Base64Digits[(int)(number & 63)]);
            number >>= 6;
        }
        while (number > 0);
        return text.ToString();
    }

    private static void CheckName(string name)
    {
        if (name.Length == 0)
            throw new InvalidActorNameException("Actor name must not be empty.");
        if (!ActorPath.IsValidPathElement(name))
            throw new InvalidActorNameException(
                $"Illegal actor name [{name}]. Actor paths MUST: not start with '$', not include '/' and only ASCII letters, digits and {ActorPath.ValidSymbols}.");
    }

    private LocalActorRef MakeChild(Props props, string name, bool system)
    {
        ArgumentNullException.ThrowIfNull(props);
        if (name is not null)
            CheckName(name);
        var dispatcher = DispatcherFor(props, system);
        var mailboxType = SystemImpl.Mailboxes.GetMailboxType(props, dispatcher.Configurator.Config);
        LocalActorRef child;
        lock (ChildrenGate)
        {
            if (_waiting is Waiting.Termination or Waiting.Terminated)
                throw new InvalidOperationException("Cannot create child while terminating or terminated");
            name ??= NameFrom(_nextName++);
            if (_children.ContainsKey(name))
                throw new InvalidActorNameException($"Actor name \"{name}\" is not unique!");
            var path = new ChildActorPath(_self.Path, name, Uids.Next());
            child = new LocalActorRef(SystemImpl, props, dispatcher, mailboxType, _self, path);
            _children.Set(name, new ChildRestartStats(child));
        }

        child.Start();
        return child;
    }

    private MessageDispatcher DispatcherFor(Props props, bool system)
    {
        var id = props.Dispatcher;
        if (string.IsNullOrEmpty(id))
            return system ? SystemImpl.Dispatchers.Lookup(Dispatchers.InternalDispatcherId) : SystemImpl.Dispatchers.DefaultGlobalDispatcher;
        return SystemImpl.Dispatchers.Lookup(id);
    }

    private bool IsChild(IActorRef actor) =>
        _children.TryGetValue(actor.Path.Name, out var stats) && stats.Child.Equals(actor);

    private List<ChildRestartStats> Stats()
    {
        lock (ChildrenGate)
            return [.. _children.All.Select(one => one.Value)];
    }

    /// <summary>For strategies, which mostly do not look: a parent of many must not copy its children for each that dies.</summary>
    private IEnumerable<IInternalActorRef> LazyChildren()
    {
        foreach (var one in Stats())
            yield return one.Child;
    }

    private ChildRestartStats StatsOf(IActorRef child)
    {
        lock (ChildrenGate)
            return _children.TryGetValue(child.Path.Name, out var stats) && stats.Child.Equals(child) ? stats : null;
    }

    /// <summary>True when children are dying, and what comes next has to wait for them.</summary>
    private bool WaitForChildren(Waiting forWhat)
    {
        lock (ChildrenGate)
        {
            var left = forWhat == Waiting.Termination ? _children.Count : _dying?.Count ?? 0;
            if (left > 0 || forWhat == Waiting.Termination)
                _waiting = forWhat;
            return left > 0;
        }
    }

    /// <summary>Takes a dead child out; says what need not wait any longer.</summary>
    private Waiting RemoveChild(IActorRef child)
    {
        lock (ChildrenGate)
        {
            _children.Remove(child.Path.Name);
            _dying?.Remove(child);
            var left = _waiting == Waiting.Termination ? _children.Count : _dying?.Count ?? 0;
            if (_waiting is Waiting.None or Waiting.Terminated || left > 0)
                return Waiting.None;
            var over = _waiting;
            if (over != Waiting.Termination)
                _waiting = Waiting.None;
            return over;
        }
    }
}

internal static class Uids
{
    public static long Next()
    {
        long uid;
        do
            uid = Random.Shared.NextInt64(int.MaxValue);
        while (uid == ActorCell.UndefinedUid);
        return uid;
    }
}
