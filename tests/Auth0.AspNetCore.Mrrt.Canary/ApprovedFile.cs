using System.Reflection;
using System.Text;

namespace Auth0.AspNetCore.Mrrt.Canary;

/// <summary>A text file of this project that a reviewer sees change. <c>UPDATE_CANARY=1</c> writes it anew.</summary>
internal sealed class ApprovedFile
{
    private ApprovedFile(string text, string measured)
    {
        Text = text;
        Measured = measured;
    }

    /// <summary>What is approved.</summary>
    public string Text { get; }

    /// <summary>What there is.</summary>
    private string Measured { get; }

    public static ApprovedFile Open(string name, string measured)
    {
        var root = typeof(ApprovedFile).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryRoot").Value!;
        var path = Path.GetFullPath(Path.Combine(root, "tests", "Auth0.AspNetCore.Mrrt.Canary", name));
        if (Environment.GetEnvironmentVariable("UPDATE_CANARY") == "1")
        {
            File.WriteAllText(path, measured, new UTF8Encoding(false));
        }

        File.Exists(path).Should().BeTrue("UPDATE_CANARY=1 dotnet test writes {0}", name);
        return new ApprovedFile(File.ReadAllText(path), measured);
    }

    /// <summary>Fails with a line for each change.</summary>
    public void ShouldStand(IEnumerable<string> changes)
    {
        string.Join('\n', changes).Should().BeEmpty(
            "CONTRIBUTING.md says what to do before UPDATE_CANARY=1 approves a change; measured with {0}",
            PackageVersions.All);
        Measured.Should().Be(Text, "UPDATE_CANARY=1 dotnet test writes the file, and nothing else does");
    }
}
