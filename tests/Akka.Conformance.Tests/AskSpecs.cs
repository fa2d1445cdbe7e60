using Akka.Actor;
using Akka.Event;

namespace Akka.Conformance.Tests;

public sealed class AskSpecs : Spec
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly IActorRef _echo;

    public AskSpecs() => _echo = Sys.ActorOf(Props.Create(() => new Echo()));

    [Fact]
    public async Task Should_get_the_answer() => Assert.Equal("hello", await _echo.Ask<string>("hello", Patience));

    [Fact]
    public async Task Should_get_an_answer_of_any_type()
    {
        Assert.Equal("hello", await _echo.Ask("hello", Patience));
        Assert.Equal(42, await _echo.Ask(42, Patience));
    }

    [Fact]
    public async Task Should_take_the_first_answer_only()
    {
        var probe = CreateTestProbe();
        var ask = probe.Ref.Ask<string>("hello", Patience);
        probe.ExpectMsg("hello");
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));

        probe.Reply("first");
        probe.Reply("second");

        Assert.Equal("first", await ask);
        Assert.Equal("second", ExpectMsg<DeadLetter>().Message);
    }

    [Fact]
    public void Should_throw_what_the_factory_of_the_message_throws()
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => { _ = _echo.Ask<string>(_ => throw new InvalidOperationException("no message"), Patience, CancellationToken.None); });

        Assert.Equal("no message", error.Message);
    }

    [Fact]
    public async Task Should_be_cancelled_at_once_when_its_token_was_before()
    {
        var silent = CreateTestProbe();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => silent.Ref.Ask<string>("hello", Patience, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Should_fail_with_the_cause_when_the_answer_is_a_failure()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => _echo.Ask<string>(new Status.Failure(new InvalidOperationException("no")), Patience));

        Assert.Equal("no", error.Message);
    }

    [Fact]
    public async Task Should_fail_when_the_answer_is_of_another_type() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _echo.Ask<string>(42, Patience));

    [Fact]
    public async Task Should_fail_when_nobody_answers_in_time()
    {
        var silent = CreateTestProbe();

        await Assert.ThrowsAsync<AskTimeoutException>(() => silent.Ref.Ask<string>("hello", TimeSpan.FromMilliseconds(30)));
    }

    [Fact]
    public async Task Should_be_cancelled_with_its_token()
    {
        using var source = new CancellationTokenSource();
        var silent = CreateTestProbe();

        var ask = silent.Ref.Ask<string>("hello", source.Token);
        silent.ExpectMsg("hello");
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ask);
    }

    [Fact]
    public async Task Should_name_the_one_who_waits_in_the_message_when_made_by_a_factory()
    {
        var answer = await _echo.Ask<string>(waiting => new AnswerTo(waiting, "hello"), Patience, CancellationToken.None);

        Assert.Equal("hello", answer);
    }

    [Fact]
    public async Task Should_give_a_late_answer_to_nobody()
    {
        var late = CreateTestProbe();
        await Assert.ThrowsAsync<AskTimeoutException>(() => late.Ref.Ask<string>("hello", TimeSpan.FromMilliseconds(30)));
        late.ExpectMsg("hello");
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));

        late.Reply("too late");

        Assert.Equal("too late", ExpectMsg<DeadLetter>().Message);
    }

    [Fact]
    public async Task Should_leave_nothing_behind_when_thousands_time_out()
    {
        var silent = Sys.ActorOf(Props.Create(() => new Silent()));

        var questions = await AskInVain(silent, 2_000);
        await silent.Ask<ActorIdentity>(new Identify(null), Patience);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        // The last one may still be somebody's current message.
        Assert.InRange(questions.Count(question => question.IsAlive), 0, 1);
    }

    [Fact]
    public async Task Should_ask_an_actor_by_selection() =>
        Assert.Equal("hello", await Sys.ActorSelection(_echo.Path.ToString()).Ask<string>("hello", Patience));

    private static async Task<List<WeakReference>> AskInVain(IActorRef silent, int times)
    {
        var questions = new List<WeakReference>();
        var asks = new List<Task>();
        for (var i = 0; i < times; i++)
        {
            var question = new object();
            questions.Add(new WeakReference(question));
            asks.Add(silent.Ask<string>(question, TimeSpan.FromMilliseconds(20)));
        }

        foreach (var ask in asks)
            await Assert.ThrowsAsync<AskTimeoutException>(() => ask);
        return questions;
    }

    private sealed record AnswerTo(IActorRef Waiting, string Answer);

    private sealed class Echo : ReceiveActor
    {
        public Echo()
        {
            Receive<AnswerTo>(message => message.Waiting.Tell(message.Answer));
            ReceiveAny(message => Sender.Tell(message));
        }
    }

    private sealed class Silent : ReceiveActor
    {
        public Silent() => ReceiveAny(_ => { });
    }
}
