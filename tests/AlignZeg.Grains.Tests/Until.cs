using Xunit;

namespace AlignZeg.Grains.Tests;

/// <summary>Waits for what happens by itself.</summary>
internal static class Until
{
    /// <summary>Asks again until it is so.</summary>
    /// <exception cref="TimeoutException">It was not so within 20 s.</exception>
    public static async Task IsSoAsync(Func<Task<bool>> isSo, string what)
    {
        for (long start = TimeProvider.System.GetTimestamp(); !await isSo(); await Task.Delay(20, TestContext.Current.CancellationToken))
            if (TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(20)) throw new TimeoutException($"It is not so: {what}");
    }
}
