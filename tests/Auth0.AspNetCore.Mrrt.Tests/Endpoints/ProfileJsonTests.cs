using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Endpoints;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Endpoints;

/// <summary>How a claim becomes a member. Claims of a tenant and of an application can hold anything.</summary>
public sealed class ProfileJsonTests
{
    [Theory]
    [InlineData("true", ClaimValueTypes.Boolean, "true")]
    [InlineData("True", ClaimValueTypes.Boolean, "true")]
    [InlineData("yes", ClaimValueTypes.Boolean, "\"yes\"")]
    [InlineData("-12", ClaimValueTypes.Integer, "-12")]
    [InlineData("12", ClaimValueTypes.Integer64, "12")]
    [InlineData("1e999", ClaimValueTypes.Integer64, "\"1e999\"")]
    [InlineData("1.5", ClaimValueTypes.Double, "\"1.5\"")]
    [InlineData("12", ClaimValueTypes.String, "\"12\"")]
    [InlineData("{\"a\":[1]}", JsonClaimValueTypes.Json, "{\"a\":[1]}")]
    [InlineData("[1,2]", JsonClaimValueTypes.JsonArray, "[1,2]")]
    [InlineData("{\"a\":1},\"admin\":true", JsonClaimValueTypes.Json, "\"{\\u0022a\\u0022:1},\\u0022admin\\u0022:true\"")]
    [InlineData("", JsonClaimValueTypes.Json, "\"\"")]
    [InlineData("</script>\"", ClaimValueTypes.String, "\"\\u003C/script\\u003E\\u0022\"")]
    public void A_value_keeps_its_type_and_stays_one_value(string value, string type, string written) =>
        Write(new Claim("a", value, type)).Should().Be($$"""{"a":{{written}}}""");

    [Fact]
    public void Several_values_are_a_list_and_roles_always_are()
    {
        Write(new Claim("a", "1"), new Claim("b", "2"), new Claim("a", "3")).Should().Be("""{"a":["1","3"],"b":"2"}""");
        Write(new Claim("roles", "admin")).Should().Be("""{"roles":["admin"]}""");
        Write().Should().Be("{}");
    }

    [Fact]
    public void A_claim_that_the_list_does_not_name_is_left_out() =>
        Write(new Claim("A", "1"), new Claim("c", "2")).Should().Be("{}");

    private static string Write(params Claim[] claims)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            new ProfileJson(["a", "b", "roles"]).Write(writer, new ClaimsPrincipal(new ClaimsIdentity(claims, "test")));
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
