using FsCheck;
using FsCheck.Fluent;
using TuyaActors.Device;
using TuyaActors.Protocol;

namespace TuyaActors.Tests.Device;

public sealed class SetCourseSpecs
{
    private static readonly DpSet Five = DpSet.Of((1, 1), (2, 2), (3, 3), (4, 4), (5, 5));

    // ---- no limit

    [Fact]
    public void Should_go_out_as_one_and_learn_only_that_this_works()
    {
        var (toy, limit) = (new Toy(), new DpLimit(null));
        var course = toy.Run(Five, limit);
        Assert.True(course.IsConfirmed);
        Assert.Equal([Five], toy.Frames);
        Assert.Equal((null, 5), (limit.Most, limit.Proved));
    }

    [Fact]
    public void Should_prove_nothing_by_values_that_held_before()
    {
        var (toy, limit) = (new Toy { Values = DpSet.Of((1, 1), (2, 2), (3, 9)) }, new DpLimit(null));
        toy.Run(DpSet.Of((1, 1), (2, 2), (3, 3)), limit);
        Assert.Equal(1, limit.Proved);
    }

    [Fact]
    public void Should_not_take_a_dp_that_is_read_only_for_a_limit()
    {
        var (toy, limit) = (new Toy { ReadOnly = [4] }, new DpLimit(null));
        var course = toy.Run(Five, limit);
        Assert.Equal((false, true, null), (course.IsConfirmed, course.IsTaken, limit.Most));
        Assert.Equal([Five, DpSet.Of((4, 4))], toy.Frames);
    }

    [Fact]
    public void Should_send_several_that_are_read_only_once_more_each()
    {
        var (toy, limit) = (new Toy { ReadOnly = [2, 4, 5] }, new DpLimit(null));
        toy.Run(Five, limit);
        Assert.Null(limit.Most);
        Assert.InRange(toy.Frames.Count, 2, 4);
    }

    [Fact]
    public void Should_not_take_a_refused_dp_for_a_limit()
    {
        var (toy, limit) = (new Toy { Bad = [3] }, new DpLimit(null));
        var course = toy.Run(Five, limit);
        Assert.Equal("bad 3", course.Refusal!.Value.Text);
        Assert.Null(limit.Most);
        Assert.Equal([Five, DpSet.Of((1, 1)), DpSet.Of((2, 2)), DpSet.Of((3, 3))], toy.Frames);
    }

    [Fact]
    public void Should_end_with_the_first_refusal_when_the_first_dp_is_refused_alone_too()
    {
        var (toy, limit) = (new Toy { Bad = [1, 5] }, new DpLimit(null));
        var course = toy.Run(Five, limit);
        Assert.Equal("bad 1,5", course.Refusal!.Value.Text);
        Assert.Equal([Five, DpSet.Of((1, 1))], toy.Frames);
    }

    [Fact]
    public void Should_ask_no_more_once_the_device_has_taken_as_many()
    {
        var (toy, limit) = (new Toy(), new DpLimit(null));
        toy.Run(Five, limit);
        (toy.Bad, toy.Frames) = ([3], []);
        Assert.NotNull(toy.Run(DpSet.Of((1, 11), (2, 12), (3, 13)), limit).Refusal);
        (toy.Bad, toy.ReadOnly) = ([], [4]);
        toy.Run(DpSet.Of((1, 21), (4, 24)), limit);
        Assert.Equal(2, toy.Frames.Count);
    }

    [Fact]
    public void Should_leave_alone_what_somebody_else_has_changed_meanwhile()
    {
        var toy = new Toy { ReadOnly = [2], AfterSet = t => t.Values = t.Values.With(2, 77) };
        toy.Run(Five, new DpLimit(null));
        Assert.Single(toy.Frames);
    }

    [Fact]
    public void Should_leave_alone_what_the_device_never_reports()
    {
        var toy = new Toy { Values = DpSet.Of((1, 0)), WriteOnly = [201] };
        var course = toy.Run(DpSet.Of((1, 1), (201, "send")), new DpLimit(null));
        Assert.True(course.IsTaken);
        Assert.Single(toy.Frames);
    }

    // ---- a limit

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(4, false)]
    [InlineData(1, true)]
    public void Should_learn_the_limit_and_keep_to_it(int most, bool refuses)
    {
        var (toy, limit) = (new Toy { Most = most, Refuses = refuses }, new DpLimit(null));
        Assert.True(toy.Run(Five, limit).IsConfirmed);
        Assert.Equal((Five, most), (toy.Values, limit.Most));

        toy.Frames = [];
        var again = DpSet.Of((1, 11), (2, 12), (3, 13), (4, 14), (5, 15));
        Assert.True(toy.Run(again, limit).IsConfirmed);
        Assert.Equal(again.Split(most), toy.Frames);
    }

    [Fact]
    public void Should_take_one_for_the_limit_where_more_than_one_is_refused_together()
    {
        var (toy, limit) = (new Toy { Most = 3, Refuses = true }, new DpLimit(null));
        Assert.True(toy.Run(Five, limit).IsConfirmed);
        Assert.Equal(1, limit.Most);
    }

    [Fact]
    public void Should_come_down_to_a_smaller_limit_when_the_first_guess_was_too_high()
    {
        // What is known to be 3 shows itself to be 1, as after an update of the firmware.
        var (toy, limit) = (new Toy { Most = 1 }, new DpLimit(3));
        Assert.True(toy.Run(Five, limit).IsConfirmed);
        Assert.Equal((Five, 1), (toy.Values, limit.Most));
    }

    [Fact]
    public void Should_learn_the_limit_beside_a_dp_that_is_read_only()
    {
        var (toy, limit) = (new Toy { Most = 1, ReadOnly = [2] }, new DpLimit(null));
        var course = toy.Run(Five, limit);
        Assert.Equal((false, true, 1), (course.IsConfirmed, course.IsTaken, limit.Most));
        Assert.Equal(DpSet.Of((1, 1), (2, 0), (3, 3), (4, 4), (5, 5)), toy.Values);
    }

    [Fact]
    public void Should_find_nothing_out_where_that_is_not_wanted()
    {
        var toy = new Toy { Most = 1 };
        Assert.False(toy.Run(Five, DpLimit.None).IsConfirmed);
        Assert.Single(toy.Frames);
        Assert.Null(DpLimit.None.Most);
    }

    [Fact]
    public void Should_tell_news_once()
    {
        var limit = new DpLimit(null);
        limit.Learn(4);
        limit.Learn(2);
        limit.Learn(3);
        Assert.Equal((2, null, 2), (limit.TakeNews(), limit.TakeNews(), limit.Most));
        limit.Learn(2);
        Assert.Null(limit.TakeNews());
        Assert.Null(new DpLimit(2).TakeNews());
    }

    // ---- later sets

    [Fact]
    public void Should_not_send_nor_repeat_what_a_later_set_took_over()
    {
        var limit = new DpLimit(2);
        var course = new SetCourse(Five, limit);
        Assert.False(course.IsCoveredBy(DpSet.Of((1, 0), (2, 0))));
        Assert.True(course.IsCoveredBy(Five));
        Assert.Equal(DpSet.Of((1, 1), (2, 2)), course.Next());
        course.Sent(1, DpSet.Of((1, 0), (2, 0)));
        Assert.False(course.IsCoveredBy(Five));
        course.GiveUp(DpSet.Of((2, 9), (3, 9), (5, 9)));
        Assert.Equal(DpSet.Of((1, 1), (2, 2), (4, 4)), course.Wanted);

        Assert.False(course.HasNext);
        course.Acknowledged(1);
        Assert.Equal(DpSet.Of((4, 4)), course.Next());
        course.Sent(2, DpSet.Empty);
        course.Ended(new CommandEnd(2, EndKind.Confirmed, DpSet.Of((4, 4))));
        course.Asked(DpSet.Of((1, 1), (2, 0)), token => token == 1 ? DpSet.Of((2, 2)) : null);
        Assert.False(course.HasNext);
        Assert.Equal([1L], course.Open);
    }

    [Fact]
    public void Should_end_with_what_went_out_when_later_sets_took_over_the_rest()
    {
        var course = new SetCourse(Five, new DpLimit(2));
        course.Next();
        course.Sent(1, DpSet.Empty);
        course.Ended(new CommandEnd(1, EndKind.Confirmed, DpSet.Empty));
        Assert.False(course.IsConfirmed);
        course.GiveUp(DpSet.Of((3, 9), (4, 9), (5, 9)));
        Assert.Equal((true, false), (course.IsConfirmed, course.HasNext));
        Assert.Equal(DpSet.Of((1, 1), (2, 2)), course.Wanted);
    }

    [Fact]
    public void Should_prove_no_limit_by_a_trial_of_which_a_later_set_took_over_a_part()
    {
        var limit = new DpLimit(null);
        var course = new SetCourse(DpSet.Of((1, 1), (2, 2)), limit);
        course.Next();
        course.Sent(1, DpSet.Empty);
        course.Ended(new CommandEnd(1, EndKind.Rejected, DpSet.Empty, 1, "no"));
        course.Next();
        course.Sent(2, DpSet.Empty);
        course.GiveUp(DpSet.Of((2, 9)));
        course.Acknowledged(2);
        Assert.Equal((null, false, true), (limit.Most, course.HasNext, course.IsTaken));
    }

    /// <summary>Whatever the device is like: it comes to an end soon, and a limit that was learned is not above the true one's reach.</summary>
    [Fact]
    public void Should_come_to_an_end_and_learn_no_limit_that_is_not_there() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).ArrayOf().ToArbitrary(),
        seeds =>
        {
            var limit = new DpLimit(null);
            var toy = new Toy();
            if (seeds is [var kind, ..])
                (toy.Most, toy.Refuses, toy.ReadOnly, toy.Bad) = (kind % 7 == 6 ? int.MaxValue : 1 + kind % 7, kind / 7 % 2 == 0, kind / 14 % 4 == 0 ? [1 + kind % 5] : [], kind / 56 % 4 == 0 ? [1 + kind % 3] : []);
            foreach (var seed in seeds)
            {
                toy.Frames = [];
                var wanted = DpSet.Create(Enumerable.Range(1, 5).Where(id => (seed >> id) % 2 == 0).Select(id => KeyValuePair.Create(id, (DpValue)(seed / 64 % 100 + id))));
                if (wanted.Count == 0)
                    continue;
                var course = toy.Run(wanted, limit);
                // Each DP at most once for each size of part.
                if (course.HasNext || toy.Frames.Count > 1 + 5 * 5)
                    return false;
                if (toy.Bad.Length == 0 && toy.ReadOnly.Length == 0 && !course.IsConfirmed)
                    return false;
            }

            return toy.Most == int.MaxValue ? limit.Most is null : limit.Most is null || limit.Most <= 5;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    /// <summary>A device that takes only so many DPs at once, and runs courses.</summary>
    private sealed class Toy
    {
        private readonly Dictionary<long, DpSet> _remaining = [];
        private long _token;

        public int Most { get; set; } = int.MaxValue;

        public bool Refuses { get; set; }

        public int[] ReadOnly { get; set; } = [];

        public int[] WriteOnly { get; set; } = [];

        public int[] Bad { get; set; } = [];

        public Action<Toy>? AfterSet { get; set; }

        public DpSet Values { get; set; } = DpSet.Of((1, 0), (2, 0), (3, 0), (4, 0), (5, 0));

        public List<DpSet> Frames { get; set; } = [];

        public SetCourse Run(DpSet dps, DpLimit limit)
        {
            var course = new SetCourse(dps, limit);
            Send(course);
            // Asked for its values until that brings nothing new.
            for (var asked = 0; asked < 10 && course is { IsConfirmed: false, Refusal: null }; asked++)
            {
                Report(course);
                course.Asked(Values, token => _remaining.GetValueOrDefault(token));
                Send(course);
            }

            return course;
        }

        private void Send(SetCourse course)
        {
            while (course is { HasNext: true, IsConfirmed: false })
            {
                var part = course.Next();
                course.Sent(++_token, Values);
                Frames.Add(part);
                Assert.InRange(Frames.Count, 0, 100);
                var bad = part.Keys.Where(Bad.Contains).ToList();
                if (bad.Count > 0 || (Refuses && part.Count > Most))
                {
                    course.Ended(new CommandEnd(_token, EndKind.Rejected, DpSet.Empty, 1, $"bad {string.Join(",", bad)}"));
                    continue;
                }

                _remaining[_token] = part;
                foreach (var (id, value) in part.Take(Most).Where(dp => !ReadOnly.Contains(dp.Key) && !WriteOnly.Contains(dp.Key)))
                    Values = Values.With(id, value);
                course.Acknowledged(_token);
                Report(course);
                AfterSet?.Invoke(this);
            }
        }

        private void Report(SetCourse course)
        {
            foreach (var token in course.Open.ToList())
            {
                _remaining[token] = Values.Keys.Where(id => _remaining[token].TryGetValue(id, out var wanted) && wanted == Values[id])
                    .Aggregate(_remaining[token], (rest, id) => rest.Without(id));
                if (_remaining[token].Count > 0)
                    continue;
                _remaining.Remove(token);
                course.Ended(new CommandEnd(token, EndKind.Confirmed, DpSet.Empty));
            }
        }
    }
}
