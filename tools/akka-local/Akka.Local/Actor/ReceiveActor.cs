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

        protected void ReceiveAsync<T>(Func<T, Task> handler, Predicate<T> shouldHandle = null) =>
            Adding.Add(InTurn(handler), shouldHandle);

        protected void ReceiveAny(Action<object> handler) => Adding.Add<object>(handler, null);

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
                return _adding.Receive(Unhandled);
            }
            finally
            {
                _adding = outer;
            }
        }
    }
}
