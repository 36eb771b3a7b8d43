using System.Collections.Concurrent;

namespace AlignZeg.Grains.Workers;

/// <summary>Makes some of a sequence before they are asked for, on a thread of its own, so that whoever takes them need not wait for each.</summary>
internal static class ReadAhead
{
    /// <summary>The same sequence. What its making throws is thrown where it would have been the next.</summary>
    /// <param name="source">Gone through once each time.</param> <param name="most">How many may wait, at least 1.</param>
    public static IEnumerable<T> Of<T>(IEnumerable<T> source, int most)
    {
        var (made, stop) = (new BlockingCollection<T>(most), new CancellationTokenSource());
        var making = Task.Run(Make);
        try
        {
            foreach (var one in made.GetConsumingEnumerable()) yield return one;
            making.GetAwaiter().GetResult(); // it has ended; what it threw
        }
        finally
        {
            stop.Cancel();
            _ = making.ContinueWith(LetGo, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        void Make()
        {
            try
            {
                foreach (var one in source) made.Add(one, stop.Token);
            }
            finally
            {
                made.CompleteAdding();
            }
        }

        void LetGo(Task ended)
        {
            _ = ended.Exception; // whoever still listened has had it
            made.Dispose();
            stop.Dispose();
        }
    }
}
