using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Model;

public sealed class DepartedSessionsTests
{
    private readonly DepartedSessions _departed = new();
    private readonly SessionTokens _left = Tickets.Tokens();
    private int _revoked;

    private SessionTokens Late => _left.Next(_left.Primary, [], "rt-late", _left.IdToken);

    [Fact]
    public async Task Late_tokens_that_no_sign_in_takes_are_revoked_when_the_last_request_is_over()
    {
        var (one, two) = (_departed.Depart(_left), _departed.Depart(_left));
        _departed.TryHandOver(Late, RevokeAsync).Should().BeTrue();
        await one.LeaveAsync();
        _revoked.Should().Be(0);
        await two.LeaveAsync();
        _revoked.Should().Be(1);
        _departed.Find(_left.SessionId).Should().BeNull();
    }

    [Fact]
    public async Task Late_tokens_that_a_sign_in_takes_are_not_revoked()
    {
        var departure = _departed.Depart(_left);
        _departed.TryHandOver(Late, RevokeAsync).Should().BeTrue();
        departure.Take(out _).RefreshToken.Should().Be("rt-late");
        departure.Own();
        await departure.LeaveAsync();
        _revoked.Should().Be(0);
    }

    [Fact]
    public async Task Without_a_request_that_leaves_the_exchange_revokes_its_tokens_itself()
    {
        _departed.TryHandOver(Late, RevokeAsync).Should().BeFalse();
        await _departed.Depart(_left).LeaveAsync();
        _departed.TryHandOver(Late, RevokeAsync).Should().BeFalse("the request is over");
    }

    [Fact]
    public void The_newest_generation_wins()
    {
        var departure = _departed.Depart(Late);
        _departed.Depart(_left).Should().BeSameAs(departure);
        departure.Newest.RefreshToken.Should().Be("rt-late");
        _departed.Tell(Late.Next(Late.Primary, [], "rt-later", null));
        departure.Take(out _).RefreshToken.Should().Be("rt-later");
    }

    [Fact]
    public void One_sign_in_may_use_the_refresh_token_and_no_other_after_it()
    {
        var departure = _departed.Depart(_left);
        departure.Take(out var isFirst);
        isFirst.Should().BeTrue();
        departure.Take(out isFirst);
        isFirst.Should().BeFalse();
    }

    /// <summary>Another request may have continued the session before this one began.</summary>
    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, false, false)]
    [InlineData(true, true, false)]
    [InlineData(false, true, true)]
    public void No_sign_in_may_use_the_refresh_token_of_a_session_that_had_ended_before(bool hadEnded, bool endedSince, bool mayUse)
    {
        var departure = _departed.Depart(_left, hadEnded);
        _departed.Depart(_left, endedSince).Should().BeSameAs(departure);
        departure.Take(out var isFirst);
        isFirst.Should().Be(mayUse);
    }

    [Fact]
    public async Task A_note_ends_with_the_last_request_and_the_next_request_makes_another()
    {
        var before = _departed.Depart(_left);
        before.Take(out _);
        _departed.Find(_left.SessionId).Should().BeSameAs(before);
        _departed.Find("other").Should().BeNull();
        await before.LeaveAsync();
        before.TryEnter(_left, hasEnded: false).Should().BeFalse();
        before.TryAdd(Late, RevokeAsync).Should().BeFalse();

        var after = _departed.Depart(_left);
        after.Should().NotBeSameAs(before);
        after.Take(out var isFirst).Should().BeSameAs(_left);
        isFirst.Should().BeTrue();
    }

    /// <summary>The refresh token of an older generation has been used: to revoke it would end the newer ones.</summary>
    [Fact]
    public async Task Only_the_newest_of_the_late_tokens_are_revoked()
    {
        var departure = _departed.Depart(_left);
        var revoked = new List<string>();
        foreach (var name in (string[])["late", "the same generation again", "older"])
        {
            var tokens = name == "older" ? _left : Late;
            _departed.TryHandOver(tokens, () => Revoked(name)).Should().BeTrue("there is a request that leaves");
        }

        await departure.LeaveAsync();
        revoked.Should().Equal("late");

        Task Revoked(string name)
        {
            revoked.Add(name);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Late_tokens_that_the_session_has_left_behind_are_not_revoked()
    {
        var departure = _departed.Depart(_left);
        _departed.TryHandOver(Late, RevokeAsync);
        _departed.Tell(Late.Next(Late.Primary, [], "rt-later", null));
        await departure.LeaveAsync();
        _revoked.Should().Be(0);
    }

    [Fact]
    public async Task The_end_of_a_request_waits_for_the_revocation()
    {
        var revocation = new TaskCompletionSource();
        var departure = _departed.Depart(_left);
        _departed.TryHandOver(Late, () => revocation.Task);
        var end = departure.LeaveAsync();
        end.IsCompleted.Should().BeFalse();
        revocation.SetResult();
        await end;
    }

    private Task RevokeAsync()
    {
        _revoked++;
        return Task.CompletedTask;
    }
}
