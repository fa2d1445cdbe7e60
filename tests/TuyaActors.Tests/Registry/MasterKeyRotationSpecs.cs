using Akka.Actor;
using TuyaActors.Messages;
using TuyaActors.Registry;
using TuyaActors.Storage;
using static TuyaActors.Tests.Registry.Definitions;

namespace TuyaActors.Tests.Registry;

/// <summary>Another master key, and what comes in its way.</summary>
public sealed class MasterKeyRotationSpecs : RegistryUnderTest
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tuya-");
    private readonly string _file;

    public MasterKeyRotationSpecs()
    {
        _file = Path.Combine(_folder.FullName, "fleet.key");
        KeyFile.Write(_file, [MasterKey.New()]);
        Vault = Read();
    }

    [Fact]
    public void Should_answer_when_only_the_new_master_key_is_left()
    {
        var former = Vault.CurrentKeyId;
        var keeper = StartWithAll();

        var reply = Assert.IsType<FleetReply.MasterKeyRotated>(Carry(keeper, new FleetCommands.RotateMasterKey()).Reply);

        Assert.NotEqual(former, reply.KeyId);
        Assert.Equal($"all local keys are sealed with master key {reply.KeyId} now", reply.Sentence);
        Assert.Equal(reply.KeyId, Assert.Single(KeyFile.Read(_file)).Id);
        Assert.Equal(new FleetReply.Done(Lamp.Id, 2), Carry(keeper, new FleetCommands.RenameDevice(Lamp.Id, "later")).Reply);
        AssertAllIsThereForTheFileAlone(keeper, "later");
    }

    [Fact]
    public void Should_rotate_where_nothing_was_ever_sealed()
    {
        var former = Vault.CurrentKeyId;
        var reply = Assert.IsType<FleetReply.MasterKeyRotated>(Carry(StartNew(), new FleetCommands.RotateMasterKey()).Reply);
        Assert.NotEqual(former, reply.KeyId);
        Assert.Equal(reply.KeyId, Assert.Single(KeyFile.Read(_file)).Id);
    }

    [Fact]
    public void Should_leave_everything_as_it_is_when_the_file_cannot_be_written()
    {
        var keeper = StartWithAll();
        var before = File.ReadAllText(_file);
        Directory.CreateDirectory(_file + ".new");

        var refused = Assert.IsType<FleetReply.Refused>(Carry(keeper, new FleetCommands.RotateMasterKey()).Reply);

        Assert.StartsWith($"The master key file {_file} cannot be written: ", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(_file));
        Assert.Single(Vault.KeyIds);
        Assert.Empty(Script.Deleted);
        AssertAllIsThereForTheFileAlone(keeper, "lamp");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Should_go_on_at_the_next_start_where_it_was_interrupted(bool beforeTheSnapshot)
    {
        var keeper = StartWithAll();
        if (beforeTheSnapshot)
            Script.SaveFailure = new IOException("no room");
        else
            Script.DeleteFailure = new IOException("no room");
        keeper.Tell(new RegistryMessages.Carry(new FleetCommands.RotateMasterKey(), TestActor));
        var reply = FishForMessage<RegistryMessages.Carried>(_ => true, TimeSpan.FromSeconds(20)).Reply;
        Assert.Equal("no room", Assert.IsType<FleetReply.NotStored>(reply).Reason);
        Assert.Equal(2, KeyFile.Read(_file).Length);
        Stop(keeper);
        (Script.SaveFailure, Script.DeleteFailure) = (null, null);

        Vault = Read();
        keeper = StartKeeper();

        Assert.Equal(3, FishForMessage<RegistryMessages.Recovered>(_ => true, TimeSpan.FromSeconds(20)).State.Count);
        AwaitCondition(() => KeyFile.Read(_file).Length == 1, TimeSpan.FromSeconds(20));
        AssertAllIsThereForTheFileAlone(keeper, "lamp");
    }

    [Fact]
    public void Should_not_begin_a_second_time_meanwhile()
    {
        var keeper = StartWithAll();
        keeper.Tell(new RegistryMessages.Carry(new FleetCommands.RotateMasterKey(), TestActor));
        keeper.Tell(new RegistryMessages.Carry(new FleetCommands.RotateMasterKey(), TestActor));
        var replies = new[] { ExpectMsg<RegistryMessages.Carried>().Reply, ExpectMsg<RegistryMessages.Carried>().Reply };
        Assert.Equal("the master key is being changed already", Assert.Single(replies.OfType<FleetReply.Refused>()).Sentence);
        Assert.Single(replies.OfType<FleetReply.MasterKeyRotated>());
    }

    [Fact]
    public void Should_seal_anew_at_the_start_when_a_new_master_key_is_given_before_the_former_one()
    {
        string former = new('5', 64), @new = new('6', 64);
        Vault = Given(former);
        var keeper = StartWithAll();
        var refused = Assert.IsType<FleetReply.Refused>(Carry(keeper, new FleetCommands.RotateMasterKey()).Reply);
        Assert.Contains("comes from the environment variable TUYA_MASTER_KEY: put a new one before it", refused.Reason, StringComparison.Ordinal);
        Stop(keeper);

        Vault = Given($"{@new},{former}");
        keeper = StartKeeper();
        FishForMessage<RegistryMessages.Recovered>(_ => true, TimeSpan.FromSeconds(20));
        AwaitCondition(() => Vault.KeyIds.Length == 1, TimeSpan.FromSeconds(20));
        Assert.Equal(Vault.CurrentKeyId, Assert.IsType<FleetReply.MasterKeyRotated>(Carry(keeper, new FleetCommands.RotateMasterKey()).Reply).KeyId);
        Stop(keeper);

        Vault = Given(@new);
        keeper = StartKeeper();
        Assert.Equal(3, FishForMessage<RegistryMessages.Recovered>(_ => true, TimeSpan.FromSeconds(20)).State.Count);
        Stop(keeper);

        Vault = Given(former);
        StartKeeper();
        var failed = FishForMessage<RegistryMessages.Failed>(_ => true, TimeSpan.FromSeconds(20));
        Assert.Contains("is sealed with master key", failed.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_seal_only_what_it_can_read()
    {
        var id = Storage.RegistryId;
        var scribe = Sys.ActorOf(Props.Create(() => new Scribe(id)));
        scribe.Tell(new UnknownStored("reg.future", [1]), TestActor);
        ExpectMsg("written");
        Stop(scribe);
        var keeper = StartNew();
        var refused = Assert.IsType<FleetReply.Refused>(Carry(keeper, new FleetCommands.RotateMasterKey()).Reply);
        Assert.Contains("newer version", refused.Sentence, StringComparison.Ordinal);
        Assert.Single(KeyFile.Read(_file));
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _folder.Delete(recursive: true);
    }

    private KeyVault Read() => new(KeyFile.Read(_file), _file, _file);

    private KeyVault Given(string keys) => MasterKeySource.Open(Storage.Settings, hasContent: true, variable => variable == "TUYA_MASTER_KEY" ? keys : null);

    private IActorRef StartWithAll()
    {
        var keeper = StartNew();
        Assert.NotEmpty(Carry(keeper, new FleetCommands.ImportDevices([Gate, Child, Lamp])).Events);
        return keeper;
    }

    private void AssertAllIsThereForTheFileAlone(IActorRef keeper, string lamp)
    {
        Stop(keeper);
        Vault = Read();
        keeper = StartKeeper();
        var state = FishForMessage<RegistryMessages.Recovered>(_ => true, TimeSpan.FromSeconds(20)).State;
        Assert.Equal([Child, Gate, Lamp with { Name = lamp }], state.All.Select(s => s.Definition).OrderBy(d => d.Id.Value, StringComparer.Ordinal));
        Stop(keeper);
    }

    private sealed class Scribe : Akka.Persistence.ReceivePersistentActor
    {
        public Scribe(string id)
        {
            PersistenceId = id;
            Command<IStored>(e =>
            {
                var asker = Sender;
                Persist(e, _ => asker.Tell("written"));
            });
        }

        public override string PersistenceId { get; }
    }
}
