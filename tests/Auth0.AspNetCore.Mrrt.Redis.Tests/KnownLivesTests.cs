using Auth0.AspNetCore.Mrrt.Redis.Lives;
using Microsoft.Extensions.Time.Testing;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests;

public sealed class KnownLivesTests
{
    private readonly FakeTimeProvider _time = new();

    /// <summary>A Redis that restarts again and again has many.</summary>
    [Fact]
    public void Of_too_many_lives_those_that_were_met_first_are_forgotten()
    {
        var lives = new KnownLives(_time);
        for (var i = 0; i <= KnownLives.Most; i++)
        {
            lives.Meet([Met($"{i}")]);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        lives.Count.Should().Be(KnownLives.Most);
        lives.Find("0").Should().BeNull("it is met anew then, and is quiet again at worst");
        lives.Find("1").Should().NotBeNull();
        lives.Latest.Should().Be($"{KnownLives.Most}");
        lives.HasOthers([lives.Latest]).Should().BeTrue();
    }

    [Fact]
    public void The_life_that_was_met_last_stays_in_any_case()
    {
        var lives = new KnownLives(_time);
        lives.Meet([.. Enumerable.Range(0, KnownLives.Most + 5).Select(i => Met($"node {i}"))]);
        lives.Count.Should().Be(KnownLives.Most);
        lives.Find(lives.Latest).Should().NotBeNull();
    }

    private static MetLife Met(string life) => new(life, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, BeganShort: false);
}
