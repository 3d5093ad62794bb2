namespace Auth0.AspNetCore.Mrrt.Tests.Explored;

/// <summary>
/// Runs a story again and again until every order of its steps has been seen: at each point where several may go on,
/// one run takes each. Everything happens on the caller's thread; no clock and no chance is involved.
/// </summary>
internal static class Explorer
{
    /// <summary>Sees every order.</summary>
    /// <param name="begin">Begins the story anew.</param>
    /// <param name="most">More orders than this are a mistake in the story.</param>
    /// <returns>How many orders there are.</returns>
    public static int Explore(Func<Stage, IStory> begin, int most)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null); // the runner's would post each step to another thread
        try
        {
            return ExploreHere(begin, most);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private static int ExploreHere(Func<Stage, IStory> begin, int most)
    {
        List<int> choices = [];
        for (var orders = 1; ; orders++)
        {
            orders.Should().BeLessThanOrEqualTo(most);
            List<string> taken = [];
            List<int> widths = [];
            var stage = new Stage();
            var story = begin(stage);
            try
            {
                while (stage.Ready is { Count: > 0 } ready)
                {
                    var at = widths.Count;
                    if (at == choices.Count)
                    {
                        choices.Add(0);
                    }

                    widths.Add(ready.Count);
                    taken.Add(ready[choices[at]]);
                    stage.Go(ready[choices[at]]);
                }

                story.Check();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(
                    $"Order {orders}: {string.Join(", ", taken)}. {e.Message}", e);
            }

            while (choices.Count > 0 && choices[^1] + 1 == widths[choices.Count - 1])
            {
                choices.RemoveAt(choices.Count - 1);
            }

            if (choices.Count == 0)
            {
                return orders;
            }

            choices[^1]++;
        }
    }
}

/// <summary>What happens on a stage.</summary>
internal interface IStory
{
    /// <summary>Called when nobody can go on: checks that everybody has come to an end, and to which.</summary>
    void Check();
}
