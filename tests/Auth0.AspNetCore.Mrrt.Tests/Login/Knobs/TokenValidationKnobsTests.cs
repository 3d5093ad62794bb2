using System.Reflection;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.IdentityModel.Tokens;
using Moq;

namespace Auth0.AspNetCore.Mrrt.Tests.Login.Knobs;

/// <summary>The library checks ID tokens itself. What an application changes of the framework's checks is followed or
/// refused.</summary>
public sealed class TokenValidationKnobsTests
{
    /// <summary>Followed, or stricter than the framework and as strict as the library, or about texts alone.</summary>
    private static readonly string[] Accepted =
    [
        "NameClaimType", "RoleClaimType", "ClockSkew", // followed
        "ValidateIssuerSigningKey", "IgnoreTrailingSlashWhenValidatingAudience", "TryAllIssuerSigningKeys", "ValidateSignatureLast",
        "IgnoreCaseWhenValidatingAudience", "LogTokenId", "LogValidationExceptions", "IncludeTokenOnFailedValidation", "DebugId",
        "PropertyBag", "InstancePropertyBag", "IsClone", "TryAllDecryptionKeys",
    ];

    private static readonly PropertyInfo[] Settings =
    [
        .. typeof(TokenValidationParameters).GetProperties().Where(property => property.SetMethod?.IsPublic == true),
    ];

    public static TheoryData<string> Refused =>
        [.. Settings.Select(property => property.Name).Except(Accepted)];

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_check_of_the_application_s_own_stops_the_start(string setting)
    {
        var property = Settings.Single(one => one.Name == setting);
        KnobRig.Problems(options => property.SetValue(
                options.TokenValidationParameters, Another(property.PropertyType, property.GetValue(new TokenValidationParameters()))))
            .Should().ContainSingle().Which.Should()
            .Contain("TokenValidationParameters").And.Contain(setting).And.Contain("OnTokenValidated");
    }

    [Fact]
    public void There_are_settings_to_refuse() =>
        Settings.Select(property => property.Name).Should().Contain(["ValidateIssuer", "SignatureValidator", "RequireSignedTokens"]);

    [Theory]
    [Knob("TokenValidationParameters")]
    [InlineData(0, false)]
    [InlineData(300, false)]
    [InlineData(301, true)]
    public void A_clock_skew_has_limits(int seconds, bool refused)
    {
        var problems = KnobRig.Problems(options => options.TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(seconds));
        problems.Count(problem => problem.Contains("ClockSkew", StringComparison.Ordinal)).Should().Be(refused ? 1 : 0);
        problems.Should().HaveCount(refused ? 1 : 0);
    }

    [Theory]
    [InlineData(120, 90, true)]
    [InlineData(60, 90, false)]
    public async Task The_clock_skew_is_followed(int skew, int ahead, bool accepted)
    {
        await using var rig = await KnobRig.StartAsync(
            options => options.TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(skew));
        rig.Tenant.Claims = claims => claims["iat"] = rig.Time.GetUtcNow().ToUnixTimeSeconds() + ahead;
        var refusal = await rig.RefusalAsync();
        (refusal is null).Should().Be(accepted);
        if (!accepted)
        {
            refusal.Should().Contain("this server's clock is behind by 90 s");
        }
    }

    [Fact]
    public async Task The_names_of_the_claims_for_the_name_and_the_roles_are_followed()
    {
        string? name = null;
        var isAdmin = false;
        await using var rig = await KnobRig.StartAsync(
            options => (options.TokenValidationParameters.NameClaimType, options.TokenValidationParameters.RoleClaimType) =
                ("nickname", "org_name"),
            login => login.OpenIdConnectEvents.OnTokenValidated = context =>
            {
                (name, isAdmin) = (context.Principal!.Identity!.Name, context.Principal.IsInRole("admins"));
                return Task.CompletedTask;
            });
        rig.Tenant.Claims = claims => (claims["nickname"], claims["org_name"]) = ("ali", "admins");
        (await rig.RefusalAsync()).Should().BeNull();
        (name, isAdmin).Should().Be(("ali", true));
    }

    private static object? Another(Type type, object? standard) => type switch
    {
        _ when standard is bool flag => !flag,
        _ when type == typeof(string) => "another",
        _ when type == typeof(SecurityKey) => new RsaSecurityKey(TestKeys.Rsa),
        _ when type == typeof(IEnumerable<string>) => new[] { "another" },
        _ when type == typeof(IList<string>) => new List<string> { "another" },
        _ when type == typeof(IEnumerable<SecurityKey>) => Array.Empty<SecurityKey>(),
        _ when typeof(Delegate).IsAssignableFrom(type) => AnyDelegate(type),
        _ => ((Mock)Activator.CreateInstance(typeof(Mock<>).MakeGenericType(type))!).Object,
    };

    /// <summary>A validator that nothing calls: the start refuses it.</summary>
    private static Delegate AnyDelegate(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        var parameters = invoke.GetParameters()
            .Select(parameter => System.Linq.Expressions.Expression.Parameter(parameter.ParameterType)).ToArray();
        return System.Linq.Expressions.Expression.Lambda(
            type, System.Linq.Expressions.Expression.Default(invoke.ReturnType), parameters).Compile();
    }
}
