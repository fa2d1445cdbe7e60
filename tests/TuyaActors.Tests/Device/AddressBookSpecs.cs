using System.Net;
using TuyaActors.Device;
using TuyaActors.Device.Facts;

namespace TuyaActors.Tests.Device;

public sealed class AddressBookSpecs
{
    private static readonly IPAddress A = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress B = IPAddress.Parse("192.0.2.2");
    private static readonly IPAddress C = IPAddress.Parse("192.0.2.3");
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Should_know_no_address_when_nobody_said_one() => Assert.Null(new AddressBook((IPAddress?)null).Next);

    [Fact]
    public void Should_try_what_was_sighted_when_nothing_else_is_known() => Assert.Equal(A, new AddressBook((IPAddress?)null).Sighted(A).Next);

    [Fact]
    public void Should_stay_at_the_proved_address_until_it_fails()
    {
        var book = new AddressBook(A).Proved(A, At).Sighted(B);
        Assert.Equal(A, book.Next);
        Assert.Equal(B, book.Failed(A).Next);
    }

    [Fact]
    public void Should_prefer_the_configured_address_to_a_claim_until_it_fails()
    {
        var book = new AddressBook(A).Sighted(B);
        Assert.Equal(A, book.Next);
        Assert.Equal(B, book.Failed(A).Next);
    }

    [Fact]
    public void Should_take_turns_while_neither_answers()
    {
        var book = new AddressBook(A).Sighted(B);
        var tried = new List<IPAddress>();
        for (var i = 0; i < 4; i++)
        {
            tried.Add(book.Next!);
            book = book.Failed(book.Next!);
        }

        Assert.Equal([A, B, A, B], tried);
    }

    [Fact]
    public void Should_adopt_a_claim_only_by_a_handshake()
    {
        var claimed = new AddressBook(A).Proved(A, At).Sighted(B).Failed(A);
        Assert.Equal(A, claimed.Verified);

        var proved = claimed.Proved(B, At);
        Assert.Equal((B, null), (proved.Verified, proved.Claimed));
        Assert.Equal([A], proved.History.Select(a => a.Address).ToArray());
        Assert.Equal(B, proved.Next);
    }

    [Fact]
    public void Should_forget_a_claim_when_the_device_is_seen_at_its_proved_address()
    {
        var book = new AddressBook(A).Proved(A, At).Sighted(B).Failed(A).Sighted(A);
        Assert.Null(book.Claimed);
        Assert.Equal(A, book.Next);
    }

    [Fact]
    public void Should_keep_a_claim_that_another_address_proved_against()
    {
        var book = new AddressBook(A).Sighted(B).Proved(A, At);
        Assert.Equal(B, book.Claimed);
        Assert.Equal(A, book.Next);
    }

    [Fact]
    public void Should_have_nothing_else_to_try_when_only_one_address_is_known()
    {
        var book = new AddressBook(A).Proved(A, At).Failed(A);
        Assert.Equal(A, book.Next);
    }

    [Fact]
    public void Should_keep_former_addresses_newest_first_without_repetition()
    {
        var book = new AddressBook((IPAddress?)null).Proved(A, At).Proved(B, At).Proved(A, At).Proved(C, At);
        Assert.Equal([A, B], book.History.Select(a => a.Address).ToArray());
    }

    [Fact]
    public void Should_keep_no_more_than_the_last_former_addresses()
    {
        var all = Enumerable.Range(1, AddressBook.HistoryLength + 5).Select(i => IPAddress.Parse($"192.0.2.{i}")).ToList();
        var book = all.Aggregate(new AddressBook((IPAddress?)null), (b, address) => b.Proved(address, At));
        Assert.Equal(all.SkipLast(1).Reverse().Take(AddressBook.HistoryLength), book.History.Select(a => a.Address).ToArray());
    }

    [Fact]
    public void Should_go_where_the_operator_says_when_he_gives_another_address()
    {
        var book = new AddressBook(A).Proved(B, At).Reconfigured(C);
        Assert.Equal((C, null), (book.Next, book.Verified));
    }

    [Fact]
    public void Should_change_nothing_when_the_operator_repeats_himself()
    {
        var book = new AddressBook(A).Proved(B, At).Sighted(C).Failed(B);
        Assert.Equal(book, book.Reconfigured(A));
    }

    [Fact]
    public void Should_keep_what_was_proved_when_the_operator_takes_his_address_back()
    {
        var book = new AddressBook(A).Proved(B, At).Reconfigured(null);
        Assert.Equal(B, book.Next);
    }

    [Fact]
    public void Should_remember_since_when_and_until_when_an_address_served()
    {
        var book = new AddressBook((IPAddress?)null).Proved(A, At).Proved(B, At.AddHours(1)).Proved(B, At.AddHours(2)).Proved(A, At.AddHours(3));
        Assert.Equal(new VerifiedAddress(A, At, At.AddHours(3)), book.Verification);
        Assert.Equal([new VerifiedAddress(B, At.AddHours(1), At.AddHours(2))], book.History.ToArray());
    }

    [Fact]
    public void Should_begin_with_the_address_that_served_before_the_start()
    {
        var facts = DeviceFacts.None with { Address = new VerifiedAddress(B, At, At), Configured = A, FormerAddresses = [new VerifiedAddress(C, At, At)] };
        var book = new AddressBook(A).Restored(facts);
        Assert.Equal((B, B), (book.Next, book.Verified));
        Assert.Equal([C], book.History.Select(a => a.Address).ToArray());
        Assert.Equal(B, new AddressBook((IPAddress?)null).Restored(facts).Next);
    }

    [Fact]
    public void Should_begin_where_the_operator_says_when_he_has_given_another_address_meanwhile()
    {
        var facts = DeviceFacts.None with { Address = new VerifiedAddress(B, At, At), Configured = A };
        var book = new AddressBook(C).Restored(facts);
        Assert.Equal((C, null), (book.Next, book.Verified));
        Assert.Equal([B], book.History.Select(a => a.Address).ToArray());
    }

    [Fact]
    public void Should_not_go_back_to_a_former_address_when_the_past_comes_late()
    {
        var facts = DeviceFacts.None with { Address = new VerifiedAddress(B, At, At), FormerAddresses = [new VerifiedAddress(A, At, At)] };
        var book = new AddressBook((IPAddress?)null).Proved(A, At.AddHours(1)).Restored(facts);
        Assert.Equal(new VerifiedAddress(A, At, At.AddHours(1)), book.Verification);
        Assert.Equal([B], book.History.Select(a => a.Address).ToArray());
    }
}
