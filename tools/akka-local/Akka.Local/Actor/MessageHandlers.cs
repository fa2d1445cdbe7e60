#nullable disable
namespace Akka.Actor;

/// <summary>The handlers in the order they were added; the first that fits the message takes it.</summary>
internal sealed class MessageHandlers
{
    private readonly List<Func<object, bool>> _handlers = [];
    private bool _catchesAll;

    public Receive Receive(Action<object> unhandled) => message =>
    {
        if (!TryHandle(message))
            unhandled(message);
        return true;
    };

    public void Add<T>(Action<T> handler, Predicate<T> shouldHandle)
    {
        ArgumentNullException.ThrowIfNull(handler);
        if (shouldHandle is null)
        {
            Append(message =>
            {
                if (message is not T typed)
                    return false;
                handler(typed);
                return true;
            });
            _catchesAll = typeof(T) == typeof(object);
        }
        else
        {
            Append(message =>
            {
                if (message is not T typed || !shouldHandle(typed))
                    return false;
                handler(typed);
                return true;
            });
        }
    }

    public void Add<T>(Func<T, bool> handler) => Append(message => message is T typed && handler(typed));

    public void Add(Type type, Action<object> handler, Predicate<object> shouldHandle)
    {
        Append(message =>
        {
            if (!type.IsInstanceOfType(message) || shouldHandle?.Invoke(message) == false)
                return false;
            handler(message);
            return true;
        });
        _catchesAll = type == typeof(object) && shouldHandle is null;
    }

    public void Add(Type type, Func<object, bool> handler) => Append(message => type.IsInstanceOfType(message) && handler(message));

    public bool TryHandle(object message)
    {
        foreach (var handler in _handlers)
        {
            if (handler(message))
                return true;
        }

        return false;
    }

    private void Append(Func<object, bool> handler)
    {
        if (_catchesAll)
            throw new InvalidOperationException("A handler that catches all messages has been added. No handler can be added after that.");
        _handlers.Add(handler);
    }
}
