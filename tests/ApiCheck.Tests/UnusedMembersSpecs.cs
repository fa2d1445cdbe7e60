namespace AkkaLocal.ApiCheck.Tests;

public sealed class UnusedMembersSpecs
{
    private static readonly HashSet<string> Unused =
        [.. UnusedMembers.Find([typeof(SampleEngine.Calls).Assembly], [typeof(SampleUser.Uses).Assembly.Location], ["sample = SampleEngine.AskedAboutItself"]).Select(entry => entry.Id)];

    private static readonly HashSet<string> All = [.. PublicSurface.Of(typeof(SampleEngine.Calls).Assembly).Select(entry => entry.Id)];

    [Theory]
    [InlineData("M:SampleEngine.Calls.#ctor(System.String)")]
    [InlineData("M:SampleEngine.Calls.Called(System.String)")]
    [InlineData("M:SampleEngine.Calls.CalledByItselfOnly")]
    [InlineData("P:SampleEngine.Calls.UnusedProperty")]
    [InlineData("F:SampleEngine.Calls.UnusedField")]
    [InlineData("E:SampleEngine.Calls.Unheard")]
    [InlineData("M:SampleEngine.Extensions.NeverExtended(SampleEngine.Calls)")]
    [InlineData("P:SampleEngine.Box`1.Content")]
    [InlineData("M:SampleEngine.Box`1.Shake(`0)")]
    [InlineData("M:SampleEngine.Amount.op_Addition(SampleEngine.Amount,SampleEngine.Amount)")]
    public void Should_report_a_member_that_nobody_calls(string id) => AssertUnused(id);

    [Theory]
    [InlineData("M:SampleEngine.Calls.#ctor(System.Int32)")]
    [InlineData("M:SampleEngine.Calls.Called(System.Int32,System.Collections.Generic.List{System.String[]})")]
    [InlineData("M:SampleEngine.Calls.Generic``1(``0,System.Collections.Generic.Dictionary{System.String,``0}@)")]
    [InlineData("P:SampleEngine.Calls.Number")]
    [InlineData("P:SampleEngine.Calls.OnlyRead")]
    [InlineData("F:SampleEngine.Calls.Field")]
    [InlineData("E:SampleEngine.Calls.Happened")]
    [InlineData("M:SampleEngine.Extensions.Extended(SampleEngine.Calls)")]
    [InlineData("M:SampleEngine.Box`1.Put(`0)")]
    [InlineData("M:SampleEngine.Base.ForHeirs")]
    [InlineData("M:SampleEngine.Amount.op_Equality(SampleEngine.Amount,SampleEngine.Amount)")]
    public void Should_accept_a_member_that_somebody_calls(string id) => AssertUsed(id);

    [Theory]
    [InlineData("M:SampleEngine.Base.NotOverridden(System.Int32)")]
    [InlineData("M:SampleEngine.Derived.NotOverridden(System.Int32)")]
    [InlineData("M:SampleEngine.IPromise.NeverAskedFor")]
    [InlineData("M:SampleEngine.Derived.Unkept")]
    [InlineData("M:SampleEngine.Base.NotForHeirs")]
    public void Should_report_a_promise_that_nobody_overrides_implements_or_asks_for(string id) => AssertUnused(id);

    [Theory]
    [InlineData("M:SampleEngine.Base.Overridden(System.Int32)")]
    [InlineData("M:SampleEngine.Derived.Overridden(System.Int32)")]
    [InlineData("M:SampleEngine.Derived.CalledOnBase")]
    [InlineData("M:SampleEngine.Derived.Kept")]
    [InlineData("P:SampleEngine.IImplementedByUsers.First")]
    [InlineData("M:SampleEngine.IImplementedByUsers.Second")]
    public void Should_accept_a_promise_with_two_sides(string id) => AssertUsed(id);

    [Theory]
    [InlineData("M:SampleEngine.Calls.ToString")]
    [InlineData("M:SampleEngine.Amount.Equals(SampleEngine.Amount)")]
    [InlineData("M:SampleEngine.Amount.GetHashCode")]
    public void Should_accept_what_a_type_owes_to_others_than_the_engine(string id) => AssertUsed(id);

    [Fact]
    public void Should_accept_the_other_one_of_a_pair_of_operators() =>
        AssertUsed("M:SampleEngine.Amount.op_Inequality(SampleEngine.Amount,SampleEngine.Amount)");

    [Theory]
    [InlineData("T:SampleEngine.NeverNamed")]
    [InlineData("T:SampleEngine.NeverNamedButAsynchronous")]
    [InlineData("T:SampleEngine.IUnkept")]
    [InlineData("T:SampleEngine.UnusedKind")]
    [InlineData("T:SampleEngine.NeverTold")]
    [InlineData("T:SampleEngine.Given.Inner")]
    public void Should_report_a_type_that_nobody_names(string id) => AssertUnused(id);

    [Theory]
    [InlineData("T:SampleEngine.NamedInConfiguration")]
    [InlineData("M:SampleEngine.NamedInConfiguration.#ctor(System.String)")]
    [InlineData("T:SampleEngine.NamedInText")]
    [InlineData("T:SampleEngine.NamedInAttribute")]
    [InlineData("T:SampleEngine.AskedAboutItself")]
    public void Should_accept_a_type_that_somebody_names_in_text(string id) => AssertUsed(id);

    [Theory]
    [InlineData("T:SampleEngine.Given")]
    [InlineData("T:SampleEngine.GivenBase")]
    public void Should_accept_a_type_that_a_used_member_cannot_be_without(string id) => AssertUsed(id);

    [Theory]
    [InlineData("F:SampleEngine.Kind.Two")]
    [InlineData("F:SampleEngine.Words.Two")]
    [InlineData("M:SampleEngine.Told.Invoke(System.Int32)")]
    public void Should_judge_enums_constants_and_delegates_as_a_whole(string id) => AssertUsed(id);

    [Fact]
    public void Should_report_a_type_and_not_its_members_too() =>
        Assert.DoesNotContain(Unused, id => id.StartsWith("M:SampleEngine.NeverNamed.", StringComparison.Ordinal));

    private static void AssertUnused(string id)
    {
        Assert.Contains(id, All);
        Assert.Contains(id, Unused);
    }

    private static void AssertUsed(string id)
    {
        Assert.Contains(id, All);
        Assert.DoesNotContain(id, Unused);
    }
}
