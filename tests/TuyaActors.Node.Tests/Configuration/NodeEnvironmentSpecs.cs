using TuyaActors.Node.Cli;
using TuyaActors.Node.Configuration;

namespace TuyaActors.Node.Tests.Configuration;

public sealed class NodeEnvironmentSpecs
{
    [Theory]
    [InlineData("TUYA__RECONNECT__MAX", "30s", "tuya.reconnect.max = \"30s\"")]
    [InlineData("TUYA__COMMAND_TIMEOUT", "7s", "tuya.command-timeout = \"7s\"")]
    [InlineData("TUYA__CommandTimeout", "00:00:07", "tuya.command-timeout = \"7000 ms\"")]
    [InlineData("TUYA__LEARN_DP_LIMITS", "false", "tuya.learn-dp-limits = \"off\"")]
    [InlineData("TUYA__REFRESH__DPS__0", "4", "tuya.refresh.dps = [\"4\"]")]
    [InlineData("TUYA__PERSISTENCE__DATABASE", "/var/lib/x \"y\".db", "tuya.persistence.database = \"/var/lib/x \\\"y\\\".db\"")]
    public void Should_take_settings_of_the_fleet(string name, string value, string hocon)
    {
        var read = Read((name, value));
        Assert.Empty(read.Problems);
        Assert.Equal(hocon, read.Hocon.Trim());
        Assert.StartsWith(read.Origins.Values.Single(), name, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TUYACTORS_URL", "x", "TUYACTORS_URL is no variable of this program; did you mean TUYACTORS_URLS? There are: TUYACTORS_ALLOWED_HOST, ")]
    [InlineData("TUYACTORS_ZEBRA_CROSSING", "x", "TUYACTORS_ZEBRA_CROSSING is no variable of this program; there are: ")]
    [InlineData("TUYACTORS_TOKENFILE", "x", "did you mean TUYACTORS_TOKEN_FILE?")]
    [InlineData("TUYA__RECONECT__MAX", "1s", "TUYA__RECONECT__MAX is no setting of the fleet; did you mean TUYA__RECONNECT__MAX?")]
    [InlineData("TUYA__RECONNECT_MAX", "1s", "did you mean TUYA__RECONNECT__MAX?")]
    [InlineData("TUYA__RECONNECT", "1s", "TUYA__RECONNECT is no setting of the fleet")]
    [InlineData("TUYA__COMMAND_TIMEOUT__0", "1s", "TUYA__COMMAND_TIMEOUT__0 is no setting of the fleet")]
    [InlineData("TUYA__DEVICES__0__ID", "lamp", "TUYA__DEVICES__0__ID is no setting of the fleet")]
    [InlineData("TUYA__", "x", "TUYA__ is no setting of the fleet")]
    [InlineData("TUYA__RECONNECT__MAX", "soon", "TUYA__RECONNECT__MAX is 'soon'; allowed is a duration like 500ms, 5s or 2m.")]
    [InlineData("TUYA__REFRESH__CEILING", "0", "TUYA__REFRESH__CEILING is '0'; allowed is a whole number from 1 to 600.")]
    [InlineData("TUYA__REFRESH__DPS__0", "x", "TUYA__REFRESH__DPS__0")]
    public void Should_say_which_is_wrong_and_what_was_meant(string name, string value, string sentence) =>
        Assert.Contains(sentence, Assert.Single(Read((name, value)).Problems), StringComparison.Ordinal);

    [Fact]
    public void Should_tell_all_that_is_wrong_and_take_what_is_good()
    {
        var read = Read(("TUYA__RECONECT__MAX", "1s"), ("TUYACTORS_URL", "x"), ("TUYA__RECONNECT__FIRST", "soon"), ("TUYA__IDLE_AFTER", "3s"));
        Assert.Equal(3, read.Problems.Count);
        Assert.Equal(["tuya.idle-after"], read.Origins.Keys);
    }

    [Theory]
    // Other programs' and other purposes'.
    [InlineData("TUYA_LOCAL_KEY")]
    [InlineData("TUYA_MASTER_KEY")]
    [InlineData("TUYA_MASTER_KEY_FILE")]
    [InlineData("TUYA_APPROVE_API")]
    [InlineData("TUYACTORS_SETUP_SECONDS")]
    [InlineData("TUYACTORS_NODE")]
    [InlineData("TUYACTORS_TOKEN")]
    // Kubernetes sets these where a service is called tuyactors.
    [InlineData("TUYACTORS_SERVICE_HOST")]
    [InlineData("TUYACTORS_SERVICE_PORT_HTTP")]
    [InlineData("TUYACTORS_PORT")]
    [InlineData("TUYACTORS_PORT_8377_TCP_ADDR")]
    public void Should_leave_others_alone(string name) => Assert.Empty(Read((name, "x")).Problems);

    [Fact]
    public void Should_take_an_empty_one_as_not_set()
    {
        var read = Read((NodeSettings.Urls.Variable, ""), ("TUYA__RECONNECT__MAX", ""));
        Assert.Null(read.Find(NodeSettings.Urls));
        Assert.Equal("", read.Hocon);
        Assert.Empty(read.Problems);
    }

    private static NodeEnvironment Read(params (string Name, string Value)[] variables)
    {
        var all = variables.ToDictionary(variable => variable.Name, variable => variable.Value);
        return NodeEnvironment.Read(new CommandEnvironment { Out = TextWriter.Null, Error = TextWriter.Null, Variable = name => all.GetValueOrDefault(name), VariableNames = () => all.Keys });
    }
}
