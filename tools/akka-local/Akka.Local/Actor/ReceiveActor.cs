#nullable disable
using Akka.Actor.Internal;
using Akka.Dispatch;

namespace Akka.Actor.Internal
{
    /// <summary>Completed after its constructor.</summary>
    public interface IInitializableActor
    {
        void Init();
    }
}

namespace Akka.Actor
{
    /// <summary>An actor that lists, in its constructor or in a <c>Become</c>, which messages it handles and how.</summary>
    public abstract class ReceiveActor : UntypedActor, IInitializableActor
    {
        private MessageHandlers _adding = new();
        private MessageHandlers _initial;

        void IInitializableActor.Init()
        {
            _initial = _adding;
            _adding = null;
        }

        protected sealed override void OnReceive(object message)
        {
            if (_initial is null || !_initial.TryHandle(message))
                Unhandled(message);
        }

        protected void Become(Action configure) => Context.Become(Configured(configure));

        protected void BecomeStacked(Action configure) => Context.BecomeStacked(Configured(configure));

        protected void Receive<T>(Action<T> handler, Predicate<T> shouldHandle = null) => Adding.Add(handler, shouldHandle);

        protected void Receive<T>(Predicate<T> shouldHandle, Action<T> handler) => Adding.Add(handler, shouldHandle);

        protected void Receive<T>(Func<T, bool> handler) => Adding.Add(handler);

        protected void Receive(Type messageType, Action<object> handler, Predicate<object> shouldHandle = null) =>
            Adding.Add(messageType, handler, shouldHandle);

        protected void Receive(Type messageType, Predicate<object> shouldHandle, Action<object> handler) =>
            Adding.Add(messageType, handler, shouldHandle);

        protected void Receive(Type messageType, Func<object, bool> handler) => Adding.Add(messageType, handler);

        protected void ReceiveAsync<T>(Func<T, Task> handler, Predicate<T> shouldHandle = null) =>
            Adding.Add(InTurn(handler), shouldHandle);

        protected void ReceiveAsync<T>(Predicate<T> shouldHandle, Func<T, Task> handler) => Adding.Add(InTurn(handler), shouldHandle);

        protected void ReceiveAsync(Type messageType, Func<object, Task> handler, Predicate<object> shouldHandle = null) =>
            Adding.Add(messageType, InTurn(handler), shouldHandle);

        protected void ReceiveAsync(Type messageType, Predicate<object> shouldHandle, Func<object, Task> handler) =>
            Adding.Add(messageType, InTurn(handler), shouldHandle);

        protected void ReceiveAny(Action<object> handler) => Adding.Add<object>(handler, null);

        protected void ReceiveAnyAsync(Func<object, Task> handler) => Adding.Add(InTurn(handler), null);

        private static Action<T> InTurn<T>(Func<T, Task> handler) => message => ActorTaskScheduler.RunTask(() => handler(message));

        private MessageHandlers Adding => _adding ?? throw new InvalidOperationException(
            "You may only call Receive-methods when constructing the actor and inside Become().");

        private Receive Configured(Action configure)
        {
            var outer = _adding;
            _adding = new MessageHandlers();
            try
            {
                configure();
                return _adding.Receive(this);
            }
            finally
            {
                _adding = outer;
            }
        }

        /// <summary>The handlers in the order they were added; the first that fits the message takes it.</summary>
        private sealed class MessageHandlers
        {
            private readonly List<Func<object, bool>> _handlers = [];
            private bool _catchesAll;

            public Receive Receive(ReceiveActor actor) => message =>
            {
                if (!TryHandle(message))
                    actor.Unhandled(message);
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
    }
}
