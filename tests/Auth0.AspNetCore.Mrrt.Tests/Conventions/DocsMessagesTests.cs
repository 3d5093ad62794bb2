using System.Reflection;
using System.Text.RegularExpressions;
using Auth0.AspNetCore.Mrrt.Login.Callback;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Tests.Conventions;

/// <summary>The messages that docs/getting-started.md quotes are the messages that the log shows.</summary>
public sealed partial class DocsMessagesTests
{
    private static readonly IReadOnlyDictionary<int, string> Quoted =
        LogQuote().Matches(File.ReadAllText(Repository.File("docs", "getting-started.md")))
            .ToDictionary(quote => int.Parse(quote.Groups["id"].Value, null), quote => quote.Groups["text"].Value);

    [Fact]
    public void The_page_quotes_the_messages_of_the_first_mistakes() =>
        Quoted.Keys.Should().BeEquivalentTo([404, 414, 415, 420]);

    [Theory]
    [InlineData(404)]
    [InlineData(414)]
    [InlineData(415)]
    [InlineData(420)]
    public void A_quoted_message_has_the_words_of_its_log_event(int id)
    {
        var template = LogMethods().Single(method => method.EventId == id).Message;
        Quoted[id].Should().MatchRegex($"^{Placeholder().Replace(Regex.Escape(template), ".+")}$");
    }

    [Fact]
    public void The_quoted_causes_are_those_that_the_log_names()
    {
        Quoted[414].Should().EndWith($"{SettingsHint.OfCallback("access_denied", "Service not found: https://nowhere")}.");
        Quoted[415].Should().EndWith($"{SettingsHint.OfCode(401, "access_denied")}.");
    }

    private static IEnumerable<LoggerMessageAttribute> LogMethods() =>
        from type in typeof(Auth0Constants).Assembly.GetTypes()
        where type.Name == "Log"
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public)
        let message = method.GetCustomAttribute<LoggerMessageAttribute>()
        where message is not null
        select message;

    [GeneratedRegex(@"Log (?<id>\d+): \*(?<text>[^*]+)\*")]
    private static partial Regex LogQuote();

    /// <summary>A placeholder of a template, after <see cref="Regex.Escape"/>.</summary>
    [GeneratedRegex(@"\\\{\w+\}")]
    private static partial Regex Placeholder();
}
