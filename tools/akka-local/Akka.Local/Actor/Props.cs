#nullable disable
using System.Linq.Expressions;
using Akka.Util;

namespace Akka.Actor;

/// <summary>Makes actors for a <see cref="Props"/>, and hears when one is done with.</summary>
public interface IIndirectActorProducer
{
    Type ActorType { get; }

    ActorBase Produce();

    void Release(ActorBase actor);
}

/// <summary>The recipe for an actor: immutable, used for the first incarnation and for each after a restart.</summary>
public class Props : IEquatable<Props>, ISurrogated
{
    private readonly IIndirectActorProducer _producer;

    public Props(Type type, object[] args)
        : this(type, null, args)
    {
    }

    internal Props(Type type, SupervisorStrategy supervisorStrategy, params object[] args)
        : this(Deploy.Local, type, args) => SupervisorStrategy = supervisorStrategy;

    internal Props(Deploy deploy, Type type, params object[] args)
        : this(new ConstructingProducer(type, args), args, deploy)
    {
    }

    private protected Props(Props copy)
        : this(copy._producer, copy.Arguments, copy.Deploy) => SupervisorStrategy = copy.SupervisorStrategy;

    private Props(IIndirectActorProducer producer, object[] args, Deploy deploy)
    {
        _producer = producer;
        Arguments = args;
        Deploy = deploy;
    }

    public Type Type => _producer.ActorType;

    internal object[] Arguments { get; }

    internal Deploy Deploy { get; set; }

    internal string Dispatcher => Deploy.Dispatcher;

    internal string Mailbox => Deploy.Mailbox;

    /// <summary>Overrules the strategy that the actor itself states; null leaves it to the actor.</summary>
    internal SupervisorStrategy SupervisorStrategy { get; set; }

    /// <summary>The expression must be a plain <c>new</c>; its arguments are evaluated now, once.</summary>
    public static Props Create<TActor>(Expression<Func<TActor>> factory, SupervisorStrategy supervisorStrategy = null)
        where TActor : ActorBase
    {
        if (factory.Body is not NewExpression body)
            throw new ArgumentException("The factory must be a 'new' expression, such as () => new MyActor(argument).", nameof(factory));
        return new Props(typeof(TActor), supervisorStrategy, body.Arguments.Select(ExpressionValue.Of).ToArray());
    }

    public static Props Create<TActor>(params object[] args)
        where TActor : ActorBase => new(typeof(TActor), args);

    internal static Props Create(Type type, params object[] args)
    {
        ArgumentNullException.ThrowIfNull(type);
        return new Props(type, args);
    }

    public static Props CreateBy(IIndirectActorProducer producer, params object[] args) => new(producer, args, Deploy.Local);

    public Props WithDispatcher(string dispatcher) => WithDeploy(Deploy.WithDispatcher(dispatcher));

    internal Props WithDeploy(Deploy deploy)
    {
        var copy = Copy();
        copy.Deploy = deploy;
        return copy;
    }

    public Props WithSupervisorStrategy(SupervisorStrategy supervisorStrategy)
    {
        var copy = Copy();
        copy.SupervisorStrategy = supervisorStrategy;
        return copy;
    }

    internal virtual ActorBase NewActor()
    {
        try
        {
            return _producer.Produce();
        }
        catch (Exception error)
        {
            // Arguments are not named: they may be secrets.
            throw new TypeLoadException(
                $"Error while creating actor instance of type {Type} with {Arguments.Length} args: {Innermost(error).Message}", error);
        }
    }

    public bool Equals(Props other) => other is not null
        && (ReferenceEquals(this, other)
            || (Type == other.Type && Deploy.Equals(other.Deploy) && Equals(SupervisorStrategy, other.SupervisorStrategy)
                && Arguments.SequenceEqual(other.Arguments)));

    public override bool Equals(object obj) => obj is Props other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Type, Deploy.Dispatcher, Deploy.Mailbox, Arguments.Length);

    public ISurrogate ToSurrogate(ActorSystem system) => throw NoWire.Refusal(this);

    private protected virtual Props Copy() => new(this);

    internal void Release(ActorBase actor) => _producer.Release(actor);

    private static Exception Innermost(Exception error) =>
        error is System.Reflection.TargetInvocationException { InnerException: { } inner } ? Innermost(inner) : error;

    private sealed class ConstructingProducer : IIndirectActorProducer
    {
        private readonly object[] _args;

        public ConstructingProducer(Type type, object[] args)
        {
            ActorType = type;
            _args = args;
        }

        public Type ActorType { get; }

        public ActorBase Produce() => (ActorBase)Activator.CreateInstance(ActorType, _args);

        public void Release(ActorBase actor)
        {
        }
    }
}

/// <summary>
/// The value of an argument in a props expression. Constants and captured variables are read by reflection: compiling each would
/// cost more than starting the actor.
/// </summary>
internal static class ExpressionValue
{
    public static object Of(Expression expression) => expression switch
    {
        ConstantExpression constant => constant.Value,
        MemberExpression { Member: System.Reflection.FieldInfo field } member => field.GetValue(Owner(member)),
        MemberExpression { Member: System.Reflection.PropertyInfo property } member => property.GetValue(Owner(member)),
        UnaryExpression { NodeType: ExpressionType.Convert, Method: null } convert
            when convert.Type.IsAssignableFrom(convert.Operand.Type) => Of(convert.Operand),
        _ => Expression.Lambda<Func<object>>(Expression.Convert(expression, typeof(object))).Compile(preferInterpretation: true)(),
    };

    private static object Owner(MemberExpression member) => member.Expression is null ? null : Of(member.Expression);
}
