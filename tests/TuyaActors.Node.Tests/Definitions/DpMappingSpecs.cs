using TuyaActors.Node.Definitions;

namespace TuyaActors.Node.Tests.Definitions;

public sealed class DpMappingSpecs
{
    [Fact]
    public void Should_read_what_the_wizard_writes()
    {
        var mapping = DpMapping.Read("""{"mapping":{"1":{"code":"switch_1","type":"Boolean","values":{}},"20":{"code":"cur_voltage","type":"Integer","values":{"unit":"V","min":0,"max":5000,"scale":1,"step":1}}}}""");
        Assert.Equal(("switch_1", "boolean", false), (mapping[1].Code, mapping[1].Type, mapping[1].IsMeasured));
        Assert.Equal(("V", 1, 1, 0, 5000, true), (mapping[20].Unit, mapping[20].Scale, mapping[20].Step, mapping[20].Lowest, mapping[20].Highest, mapping[20].IsMeasured));
    }

    [Fact]
    public void Should_read_values_that_are_the_text_of_an_object() =>
        Assert.Equal(["white", "colour"], DpMapping.Read("""{"mapping":{"21":{"code":"work_mode","type":"Enum","values":"{\"range\":[\"white\",\"colour\"]}"}}}""")[21].Options);

    [Fact]
    public void Should_read_the_names_of_a_bitmaps_bits()
    {
        var fault = DpMapping.Read("""{"mapping":{"26":{"code":"fault","type":"Bitmap","values":{"label":["ov_cr","ov_vol"]}}}}""")[26];
        Assert.Equal((true, "ov_cr"), (fault.IsMeasured, fault.Options[0]));
    }

    [Theory]
    [InlineData("bright_value_v2", false)]
    [InlineData("bright_value", false)]
    [InlineData("temp_set", false)]
    [InlineData("temp_current", true)]
    [InlineData("doorcontact_state", true)]
    [InlineData("switch_led", false)]
    public void Should_take_for_measured_what_is_called_so(string code, bool isMeasured) =>
        Assert.Equal(isMeasured, new DpMapping(1, code, "integer").IsMeasured);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"mapping":[]}""")]
    [InlineData("""{"mapping":{"x":{},"0x1":{},"2":[],"-3":{}}}""")]
    public void Should_pass_over_what_it_does_not_understand(string? details) => Assert.Empty(DpMapping.Read(details));

    [Theory]
    [InlineData("""{"mapping":{"1":{"values":"{"}}}""")]
    [InlineData("""{"mapping":{"1":{"code":7,"type":null,"values":[1]}}}""")]
    [InlineData("""{"mapping":{"1":{"values":{"min":"0","max":1e99,"scale":99,"step":-1,"unit":5,"range":[1,2]}}}}""")]
    public void Should_keep_what_is_good_beside_what_is_not(string details)
    {
        var dp = Assert.Single(DpMapping.Read(details)).Value;
        Assert.Equal((1, null, null, null, null, null, null), (dp.Dp, dp.Unit, dp.Scale, dp.Step, dp.Lowest, dp.Highest, dp.Code));
        Assert.Empty(dp.Options);
    }
}
