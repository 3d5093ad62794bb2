namespace Auth0.AspNetCore.Mrrt.Tests;

/// <summary>conformance.md, scopes and lookup; official SDK 1 to 3.</summary>
public sealed class ScopeSetTests
{
    /// <summary>Beyond a length another way is taken. It gives the same answers.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(400)]
    [InlineData(20_000)]
    public void Long_lists_are_compared_as_short_ones_are(int count)
    {
        var all = Enumerable.Range(0, count).Select(i => $"read:thing-{i}").ToArray();
        var reversed = string.Join("  ", all.Reverse());
        ScopeSet.Same(string.Join(' ', all), reversed).Should().BeTrue();
        ScopeSet.Covers(reversed, string.Join(' ', all[1..])).Should().BeTrue();
        ScopeSet.Covers(string.Join(' ', all[1..]), reversed).Should().BeFalse();
        ScopeSet.Covers(reversed, $"{reversed} read:THING-1").Should().BeFalse("letters differ");
        ScopeSet.Missing(string.Join(' ', all[1..]), reversed).Should().Equal("read:thing-0");
        ScopeSet.CountDistinct($"{reversed} {reversed}").Should().Be(count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t ")]
    public void Nothing_is_no_scope(string? scopes) => ScopeSet.Split(scopes).Should().BeEmpty();

    [Fact]
    public void Any_white_space_separates() => ScopeSet.Split("  a \t b  ").Should().Equal("a", "b");

    [Theory]
    [InlineData("c b", "b a", "c b a")]
    [InlineData("a", null, "a")]
    [InlineData(null, "a", "a")]
    [InlineData(null, null, null)]
    [InlineData("", " ", null)]
    public void A_union_keeps_the_order_and_takes_each_scope_once(string? first, string? second, string? union) =>
        ScopeSet.Union(first, second).Should().Be(union);

    [Theory]
    [InlineData("a b c", "a b", true)]
    [InlineData("a b", "b a", true)]
    [InlineData("a b", "a b c", false)]
    [InlineData("a b", "a c", false)]
    [InlineData("a", "A", false)]
    [InlineData("read:orders", "read", false)]
    [InlineData(null, null, true)]
    [InlineData(null, "a", false)]
    [InlineData("a", null, true)]
    public void A_grant_covers_what_it_holds(string? granted, string? needed, bool covers) =>
        ScopeSet.Covers(granted, needed).Should().Be(covers);

    [Fact]
    public void What_is_missing_is_named_once() => ScopeSet.Missing("a", "b a b c").Should().Equal("b", "c");

    [Fact]
    public void Sets_are_the_same_in_any_order()
    {
        ScopeSet.Same("a b", "b  a").Should().BeTrue();
        ScopeSet.Same("a b", "a").Should().BeFalse();
        ScopeSet.Canonical("b a b").Should().Be("a b");
    }
}
