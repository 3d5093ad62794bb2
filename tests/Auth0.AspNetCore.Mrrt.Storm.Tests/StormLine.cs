using System.Globalization;

namespace Auth0.AspNetCore.Mrrt.Storm.Tests;

/// <summary>Reads a storm's last line.</summary>
internal static class StormLine
{
    public static Dictionary<string, int> Read(string line)
    {
        line.Should().StartWith("storm: ");
        return line.Split(' ').Skip(1).Select(count => count.Split('=')).ToDictionary(
            count => count[0], count => int.Parse(count[1], CultureInfo.InvariantCulture));
    }
}
