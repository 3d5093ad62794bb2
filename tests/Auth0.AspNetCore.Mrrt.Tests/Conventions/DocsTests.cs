using System.Text.RegularExpressions;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;
using Auth0.AspNetCore.Mrrt.Tests.Login.Plans;
using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Tests.Conventions;

/// <summary>What the pages show compiles, where they point is something, and nobody has to guess that a page exists.</summary>
public sealed partial class DocsTests
{
    private static readonly string Contents = Repository.File("docs", "README.md");

    /// <summary>Promises, written as the names of tests are.</summary>
    private static IEnumerable<string> Promises =>
        from contract in new[] { SessionContracts.Store, SessionContracts.SharedStore, SessionContracts.Backend }
        from promise in contract.Promises
        select promise.Replace(' ', '_');

    [Fact]
    public void There_are_pages_and_snippets_to_check()
    {
        DocsPage.All.Should().Contain(page => page.Name == "README.md").And.Contain(page => page.Path == Contents);
        DocsPage.All.SelectMany(page => page.Blocks).Should().Contain(block => block.Language == "csharp");
        DocsPage.All.SelectMany(page => page.Links).Should().NotBeEmpty();
        DocsRegions.All.Should().NotBeEmpty();
    }

    /// <summary>The failure names the page, the number of the block on it, and its first line.</summary>
    [Fact]
    public void Each_csharp_block_is_a_region_of_the_compiled_snippets()
    {
        var regions = DocsRegions.All.Values.ToHashSet(StringComparer.Ordinal);
        var strangers =
            from page in DocsPage.All
            from block in page.Blocks.Index()
            where block.Item.Language == "csharp" && !regions.Contains(block.Item.Code)
            select $"{page.Name}, block {block.Index + 1}: {block.Item.Code.Split('\n')[0]}";
        strangers.Should().BeEmpty("each is a #region in tests/Auth0.AspNetCore.Mrrt.Snippets, word for word");
    }

    [Fact]
    public void No_csharp_block_hides_under_another_name()
    {
        var hidden =
            from page in DocsPage.All
            from block in page.Blocks
            where block.Language is "" or "cs" or "c#" or "C#"
            select $"{page.Name}: {block.Code.Split('\n')[0]}";
        hidden.Should().BeEmpty("a block says its language, and that of C# is csharp");
    }

    [Fact]
    public void Each_region_is_shown_on_a_page()
    {
        var shown = DocsPage.All.SelectMany(page => page.Blocks).Select(block => block.Code).ToHashSet();
        DocsRegions.All.Where(region => !shown.Contains(region.Value)).Select(region => region.Key).Should().BeEmpty();
    }

    /// <summary>Whole names; one that is cut short ends in an ellipsis. A promise of a contract is a test as well.</summary>
    [Fact]
    public void Each_test_that_a_page_names_exists()
    {
        string[] tests = [.. Repository.Sources("tests").Select(File.ReadAllText), .. Promises.Select(promise => $" {promise}(")];
        var named =
            from page in DocsPage.All
            from match in TestNames().Matches(File.ReadAllText(page.Path))
            select (page.Name, Test: match.Groups[1].Value + (match.Groups[2].Length == 0 ? "(" : ""));
        named.Should().HaveCountGreaterThan(30);
        named.Distinct()
            .Where(name => !tests.Any(text => text.Contains(' ' + name.Test, StringComparison.Ordinal)))
            .Should().BeEmpty();
    }

    /// <summary>The modules of the OpenID Foundation's plans: none is left out, and none is made up.</summary>
    [Fact]
    public void The_checklist_of_the_plans_names_their_tests_and_no_others()
    {
        var page = File.ReadAllText(DocsPage.All.Single(page => page.Name == "docs/openid-conformance.md").Path);
        var listed = PlanRow().Matches(page).Select(row => (Module: row.Groups[1].Value, Test: row.Groups[2].Value)).ToArray();
        listed.Select(row => row.Test).Should().BeEquivalentTo(
            from plan in new[] { typeof(BasicPlanTests), typeof(LogoutPlanTests) }
            from test in plan.GetMethods()
            where test.Name.StartsWith("Oidcc_", StringComparison.Ordinal)
            select test.Name);
        listed.Should().OnlyContain(row =>
            string.Equals(row.Module.Replace('-', '_'), row.Test, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Each_relative_link_leads_to_a_file_and_to_a_heading_in_it()
    {
        var broken =
            from page in DocsPage.All
            from link in page.Links
            where !Leads(page, link)
            select $"{page.Name}: {link}";
        broken.Should().BeEmpty();
    }

    /// <summary>A package page shows the README without the repository around it.</summary>
    [Fact]
    public void The_README_has_no_link_that_is_dead_outside_the_repository() =>
        DocsPage.All.Single(page => page.Name == "README.md").Links.Should().BeEmpty();

    [Fact]
    public void Each_page_of_the_docs_is_in_their_table_of_contents()
    {
        var contents = DocsPage.All.Single(page => page.Path == Contents);
        DocsPage.All.Where(page => page.Name.StartsWith("docs/", StringComparison.Ordinal) && page != contents)
            .Select(page => page.Path)
            .Should().BeSubsetOf(contents.Links.Select(contents.Resolve));
    }

    private static bool Leads(DocsPage page, string link)
    {
        var path = page.Resolve(link);
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            return false;
        }

        return link.Split('#') is not [_, var anchor]
            || (DocsPage.All.SingleOrDefault(target => target.Path == path)?.Anchors.Contains(anchor) ?? false);
    }

    [GeneratedRegex(@"^\| (oidcc-[a-z0-9-]+) \|.*\| `(\w+)` \|$", RegexOptions.Multiline)]
    private static partial Regex PlanRow();

    [GeneratedRegex("`([A-Z][A-Za-z0-9]*(?:_[A-Za-z0-9]+){2,})(_?…)?`")]
    private static partial Regex TestNames();
}
