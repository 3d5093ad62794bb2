using System.Runtime.CompilerServices;

namespace Auth0.AspNetCore.Mrrt.Testing.Contracts;

/// <summary>A sentence, and how to find out whether it is true.</summary>
internal sealed class Promise
{
    private readonly Func<ContractRun, Task> _check;

    private Promise(string method, Func<ContractRun, Task> check)
    {
        Method = method;
        Name = method.Replace('_', ' ');
        _check = check;
    }

    public string Name { get; }

    public string Method { get; }

    /// <summary>The method's name is the sentence.</summary>
    public static Promise Of(Func<ContractRun, Task> check, [CallerArgumentExpression(nameof(check))] string method = "") =>
        new(method, check);

    /// <exception cref="PromiseBrokenException">It is not kept, or not within the limit.</exception>
    public async Task CheckAsync(ContractRun run, CancellationToken cancellationToken)
    {
        // On the thread pool: a test framework's own context may let few continuations run at once.
        var checking = Task.Run(() => _check(run), CancellationToken.None);
        try
        {
            var limit = Task.Delay(run.Servers.Limit, TimeProvider.System, run.Cancellation);
            if (await Task.WhenAny(checking, limit).ConfigureAwait(false) != checking)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw new BrokenExpectationException($"an answer within {run.Servers.Limit}", "none");
            }

            await checking.ConfigureAwait(false);
        }
        catch (BrokenExpectationException e)
        {
            throw new PromiseBrokenException(Name, e.Expected, e.Seen, e);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PromiseBrokenException(Name, "no exception", $"{e.GetType().Name}: {e.Message}", e);
        }
    }
}
