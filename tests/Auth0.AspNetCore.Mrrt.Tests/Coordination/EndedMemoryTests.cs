using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Tests.Coordination;

/// <summary>K1: what is remembered of sessions that have ended, and what is known of that which was forgotten.</summary>
public sealed class EndedMemoryTests
{
    private readonly ManualTimeProvider _time = new();

    private DateTimeOffset Now => _time.GetUtcNow();

    [Fact]
    public void An_end_holds_until_its_moment_and_the_later_of_two_moments_counts()
    {
        var ends = new EndedMemory();
        ends.Holds("a", _time).Should().BeFalse();
        Note(ends, "a", hours: 2);
        Note(ends, "a", hours: 1);
        ends.Count.Should().Be(1);
        _time.Advance(TimeSpan.FromHours(2) - TimeSpan.FromTicks(1));
        (ends.Holds("a", _time), ends.Holds("a", Now), ends.Holds("b", _time)).Should().Be((true, true, false));
        _time.Advance(TimeSpan.FromTicks(1));
        (ends.Holds("a", _time), ends.Holds("a", Now)).Should().Be((false, false));
        ends.Sweep(Now);
        ends.Count.Should().Be(0);
    }

    [Fact]
    public void Of_too_many_ends_those_whose_last_copy_expires_first_are_forgotten()
    {
        var ends = new EndedMemory(most: 100);
        var forgotten = Enumerable.Range(1, 101).Sum(i => Note(ends, $"{i}", hours: i));
        forgotten.Should().Be(6, "some room is made at once");
        ends.Count.Should().Be(95);
        Enumerable.Range(1, 101).Where(i => !ends.Holds($"{i}", _time)).Should().BeEquivalentTo([1, 2, 3, 4, 5, 6]);
        ends.MayHaveForgotten(_time).Should().BeTrue();
        _time.Advance(TimeSpan.FromHours(6) - TimeSpan.FromTicks(1));
        ends.MayHaveForgotten(_time).Should().BeTrue();
        _time.Advance(TimeSpan.FromTicks(1));
        ends.MayHaveForgotten(_time).Should().BeFalse("the last ticket of those sessions has expired");
    }

    [Fact]
    public void What_has_expired_makes_room_first_and_was_not_needed()
    {
        var ends = new EndedMemory(most: 100);
        for (var i = 0; i < 100; i++)
        {
            Note(ends, $"old-{i}", hours: 1);
        }

        _time.Advance(TimeSpan.FromHours(1));
        Note(ends, "new", hours: 1).Should().Be(0);
        ends.Count.Should().Be(1);
        ends.MayHaveForgotten(_time).Should().BeFalse();
    }

    /// <summary>The list of ends that a server starts with may give them all the same moment.</summary>
    [Fact]
    public void Of_ends_with_the_same_moment_no_more_are_forgotten_than_must_be()
    {
        var ends = new EndedMemory(most: 100);
        Note(ends, "earlier", hours: 1);
        Enumerable.Range(0, 100).Sum(i => Note(ends, $"{i}", hours: 2)).Should().Be(6);
        ends.Holds("earlier", _time).Should().BeFalse();
        ends.Count.Should().Be(95);
    }

    [Fact]
    public void Ends_that_this_server_has_not_heard_of_count_as_forgotten_and_the_latest_moment_holds()
    {
        var ends = new EndedMemory();
        ends.MayHaveForgotten(_time).Should().BeFalse();
        ends.Forgot(Now.AddHours(2));
        ends.Forgot(Now.AddHours(1));
        _time.Advance(TimeSpan.FromHours(2) - TimeSpan.FromTicks(1));
        ends.MayHaveForgotten(_time).Should().BeTrue();
        _time.Advance(TimeSpan.FromTicks(1));
        ends.MayHaveForgotten(_time).Should().BeFalse();
    }

    [Fact]
    public void A_million_ends_are_remembered()
    {
        var ends = new EndedMemory();
        for (var i = 0; i < EndedMemory.Most; i++)
        {
            Note(ends, $"session-{i}", hours: 1).Should().Be(0);
        }

        ends.Count.Should().Be(EndedMemory.Most);
        ends.Holds("session-0", _time).Should().BeTrue();
        ends.MayHaveForgotten(_time).Should().BeFalse();
    }

    /// <summary>Each call for a token asks.</summary>
    [Fact]
    public void A_question_takes_no_memory()
    {
        var ends = new EndedMemory();
        Note(ends, "a", hours: 1);
        ends.Holds("session", _time);
        ends.MayHaveForgotten(_time);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            ends.Holds("session", _time);
            ends.MayHaveForgotten(_time);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    [Fact]
    public async Task Many_callers_at_once_lose_no_end()
    {
        var ends = new EndedMemory(most: 1000);
        await Parallel.ForAsync(0, 5000, (i, _) =>
        {
            ends.Note($"{i}", Now.AddHours(1).AddSeconds(i), Now);
            return ValueTask.CompletedTask;
        });
        ends.Count.Should().BeInRange(900, 1000);
        Enumerable.Range(0, 5000).Count(i => ends.Holds($"{i}", _time)).Should().Be(ends.Count);
    }

    /// <summary>From the reference implementation of its authors: key 00 to 0f, and the bytes 00, 01, 02 and so on.</summary>
    [Theory]
    [InlineData(0, "a3817f04ba25a8e66df67214c7550293")]
    [InlineData(1, "da87c1d86b99af44347659119b22fc45")]
    [InlineData(2, "8177228da4a45dc7fca38bdef60affe4")]
    [InlineData(8, "3b62a9ba6258f5610f83e264f31497b4")]
    public void The_hash_is_SipHash_with_128_bits(int length, string hash)
    {
        var key = new SipHash(0x0706050403020100, 0x0f0e0d0c0b0a0908);
        byte[] bytes = [.. Enumerable.Range(0, length).Select(i => (byte)i)];
        var expected = Convert.FromHexString(hash);
        key.Of(bytes).Should().Be(new TextHash(
            BitConverter.ToUInt64(expected, 0), BitConverter.ToUInt64(expected, 8)));
    }

    [Fact]
    public void Each_process_has_a_hash_of_its_own() =>
        SipHash.Random().Of("session").Should().NotBe(SipHash.Random().Of("session"));

    private int Note(EndedMemory ends, string session, int hours) => ends.Note(session, Now.AddHours(hours), Now);
}
