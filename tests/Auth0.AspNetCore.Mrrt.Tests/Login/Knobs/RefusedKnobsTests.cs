namespace Auth0.AspNetCore.Mrrt.Tests.Login.Knobs;

/// <summary>A setting is followed, or the application does not start and says what to do. It is never ignored.</summary>
public sealed class RefusedKnobsTests
{
    public static TheoryData<int, string> Each
    {
        get
        {
            var data = new TheoryData<int, string>();
            for (var i = 0; i < RefusedKnobs.All.Length; i++)
            {
                data.Add(i, RefusedKnobs.All[i].ToString());
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Each))]
    public void The_start_names_the_setting_and_what_to_do(int index, string knob)
    {
        knob.Should().NotBeEmpty();
        var refused = RefusedKnobs.All[index];
        foreach (var other in new[] { "none", "before", "after" })
        {
            KnobRig.Problems(refused.Turn, other).Should().ContainSingle(problem =>
                problem.StartsWith("Auth0 scheme 'Auth0'", StringComparison.Ordinal)
                && problem.Contains(refused.Name, StringComparison.Ordinal)
                && problem.Contains(refused.Says, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("none")]
    [InlineData("before")]
    [InlineData("after")]
    public void Without_a_change_the_application_starts(string other) =>
        KnobRig.Problems(_ => { }, other).Should().BeEmpty();
}
