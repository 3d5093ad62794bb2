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

    private Task RevokeAsync()
    {
        _revoked++;
        return Task.CompletedTask;
    }
}
