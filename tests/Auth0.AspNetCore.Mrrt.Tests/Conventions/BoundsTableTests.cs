using System.Globalization;
using System.Reflection;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Conventions;

/// <summary>The table of bounds in docs/getting-tokens.md names each bound of the code, in the code's order.</summary>
public sealed class BoundsTableTests
{
    [Fact]
    public void The_page_states_the_bounds_of_the_code()
    {
        var section = File.ReadAllText(Repository.File("docs/getting-tokens.md")).Split("\n## Bounds\n")[1];
        var stated = section.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
            .Select(line => int.Parse(line.Split('|')[2].Trim(), NumberStyles.AllowThousands, CultureInfo.InvariantCulture));
        var bounds = typeof(RequestBounds).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (int)field.GetRawConstantValue()!).ToList();
        bounds.Insert(4, AudienceRefusals.Most);
        stated.Should().Equal(bounds);
    }
}
