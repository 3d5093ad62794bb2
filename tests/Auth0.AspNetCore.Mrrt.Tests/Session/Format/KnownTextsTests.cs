using Auth0.AspNetCore.Mrrt.Session.Format;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Format;

/// <summary>The numbers are in the cookies of users who are signed in: none may change its meaning.</summary>
public sealed class KnownTextsTests
{
    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "Bearer")]
    [InlineData(3, "Auth0")]
    [InlineData(6, "LOCAL AUTHORITY")]
    [InlineData(19, "name")]
    [InlineData(21, "sub")]
    [InlineData(24, "sid")]
    [InlineData(40, ".persistent")]
    [InlineData(48, "Microsoft.AspNetCore.Authentication.Cookies-SessionId")]
    [InlineData(49, ".Auth0.client")]
    [InlineData(63, "scope")]
    public void A_number_means_for_ever_what_it_meant(int number, string text)
    {
        KnownTexts.Text(number).Should().Be(text);
        KnownTexts.NumberOf(text).Should().Be(number);
    }

    /// <summary>Whoever adds one gives the payload another version, or each text that a session holds becomes its
    /// neighbour.</summary>
    [Fact]
    public void There_are_as_many_as_the_version_says() => (KnownTexts.CountInVersion1, KnownTexts.Count).Should().Be((49, 64));

    /// <summary>The next text would be the first one that a payload holds itself.</summary>
    [Fact]
    public void There_is_none_past_the_last() => FluentActions.Invoking(() => KnownTexts.Text(KnownTexts.Count)).Should().Throw<IndexOutOfRangeException>();

    [Fact]
    public void Every_text_has_one_number() => Enumerable.Range(0, KnownTexts.Count).Should().OnlyContain(
        number => KnownTexts.NumberOf(KnownTexts.Text(number)) == number);
}
