using System.Security.Cryptography;
using Auth0.AspNetCore.Mrrt.Registration;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Registration;

/// <summary>Secrets and keys beside the first: what the start refuses, and what reaches the tenant.</summary>
public sealed class AdditionalCredentialTests
{
    private const string Secrets = "AdditionalClientSecrets";
    private const string Keys = "AdditionalClientAssertionSecurityKeys";

    [Fact]
    public void Four_more_secrets_are_accepted_and_five_are_not()
    {
        Problems(options => Add(options, "one", "two", "three", "four")).Should().BeEmpty();
        Problems(options => Add(options, "one", "two", "three", "four", "five"))
            .Should().ContainSingle().Which.Should().Contain($"{Secrets} has 5 entries");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("secret-two\n")]
    [InlineData(" secret-two")]
    public void A_secret_with_white_space_at_its_ends_is_refused_by_its_position(string secret) =>
        Problems(options => Add(options, "one", secret))
            .Should().ContainSingle().Which.Should().Contain($"{Secrets}[1]").And.NotContain("secret-two");

    [Fact]
    public void More_secrets_go_with_a_secret_only()
    {
        Problems(options =>
        {
            (options.ClientSecret, options.ClientAssertionSecurityKey) = (null, new RsaSecurityKey(TestKeys.Rsa));
            Add(options, "one");
        }).Should().ContainSingle().Which.Should().Contain($"{Secrets} is set, and ClientSecret is not");
        Problems(options => options.AdditionalClientAssertionSecurityKeys.Add(new RsaSecurityKey(TestKeys.Rsa)))
            .Should().ContainSingle().Which.Should().Contain($"{Keys} is set, and ClientAssertionSecurityKey is not");
    }

    [Fact]
    public void Each_key_must_be_able_to_sign_with_the_algorithm()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Problems(options => WithKeys(options, new RsaSecurityKey(TestKeys.Rsa))).Should().BeEmpty();
        Problems(options => WithKeys(options, new RsaSecurityKey(TestKeys.Rsa), new ECDsaSecurityKey(ec), null!))
            .Should().BeEquivalentTo(
                $"{Keys}[1] cannot sign with 'RS256', as the other keys do.", $"{Keys}[2] cannot sign with 'RS256', as the other keys do.");
        Problems(options => WithKeys(options, [.. Enumerable.Repeat(new RsaSecurityKey(TestKeys.Rsa), 5)]))
            .Should().ContainSingle().Which.Should().Contain($"{Keys} has 5 entries");
    }

    [Fact]
    public void The_client_of_another_login_handler_is_checked_alike()
    {
        var services = new ServiceCollection();
        services.AddLogging().AddAuthentication().AddCookie();
        services.AddAuth0AccessTokens(
            "Other",
            client =>
            {
                (client.Domain, client.ClientId, client.ClientSecret) = ("tenant.example.com", "id", "secret");
                client.AdditionalClientSecrets.Add(" ");
            },
            tokens => tokens.Audience = "https://api.example.com");
        services.BuildServiceProvider().GetRequiredService<IOptionsMonitor<Auth0AccessTokensClientOptions>>()
            .Invoking(options => options.Get("Other")).Should().Throw<OptionsValidationException>()
            .Which.Message.Should().Contain($"{Secrets}[0]");
    }

    [Fact]
    public void A_section_lists_them()
    {
        var configuration = Section(("Auth0:AdditionalClientSecrets:0", "one"), ("Auth0:AdditionalClientSecrets:1", "two"));
        var options = new Auth0WebAppOptions();
        Auth0WebAppConfiguration.Bind(configuration, options);
        options.AdditionalClientSecrets.Should().Equal("one", "two");
    }

    [Theory]
    [InlineData("Auth0:AdditionalClientSecrets", "secret-one")]
    [InlineData("Auth0:AdditionalClientSecrets:0:Value", "secret-one")]
    public void A_section_that_lists_them_in_another_form_is_refused_without_showing_one(string key, string value) =>
        FluentActions.Invoking(() => Auth0WebAppConfiguration.Bind(Section((key, value)), new Auth0WebAppOptions()))
            .Should().Throw<InvalidOperationException>().Which.Message.Should().Contain("AdditionalClientSecrets")
            .And.NotContain("secret-one");

    private static IConfigurationSection Section(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
        .Build()
        .GetSection("Auth0");

    private static void Add(Auth0WebAppOptions options, params string[] secrets)
    {
        foreach (var secret in secrets)
        {
            options.AdditionalClientSecrets.Add(secret);
        }
    }

    private static void WithKeys(Auth0WebAppOptions options, params SecurityKey[] keys)
    {
        (options.ClientSecret, options.ClientAssertionSecurityKey) = (null, new RsaSecurityKey(TestKeys.Rsa));
        foreach (var key in keys)
        {
            options.AdditionalClientAssertionSecurityKeys.Add(key);
        }
    }

    private static string[] Problems(Action<Auth0WebAppOptions> configure)
    {
        var options = new Auth0WebAppOptions { Domain = "tenant.example.com", ClientId = "id", ClientSecret = "secret" };
        configure(options);
        return [.. ClientProblems.Of(Auth0Constants.AuthenticationScheme, ClientSettings.Of(options))];
    }
}
