using AlignZeg.Cli.Commands;

namespace AlignZeg.Cli.Remote;

/// <summary>Work that goes on at the server when the person leaves.</summary>
internal static class Waiting
{
    /// <summary>Waits with the person; Ctrl+C leaves, and says so.</summary>
    /// <exception cref="CommandException">The person left.</exception>
    public static async Task<T> ForAsync<T>(Func<Task<T>> work, string farewell, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw CommandException.Interrupted(farewell, exception);
        }
    }
}
