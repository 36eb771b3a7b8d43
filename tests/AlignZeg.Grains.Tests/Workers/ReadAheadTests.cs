using AlignZeg.Grains.Workers;
using Xunit;

namespace AlignZeg.Grains.Tests.Workers;

public sealed class ReadAheadTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public void Of_IsTheSameSequence_EveryTime()
    {
        var ahead = ReadAhead.Of(Enumerable.Range(0, 1_000), 3);
        Assert.Equal(Enumerable.Range(0, 1_000), ahead);
        Assert.Equal(Enumerable.Range(0, 1_000), ahead);
    }

    [Fact]
    public void Of_MakesNoMoreThanWasAskedFor()
    {
        int made = 0;
        using var here = ReadAhead.Of(Counted(), 2).GetEnumerator();
        for (int taken = 1; taken <= 200; taken++)
        {
            Assert.True(here.MoveNext());
            Assert.InRange(Volatile.Read(ref made), taken, taken + 3); // two wait, one is in hand
        }

        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref made) == 203, Deadline), "nothing was made before it was asked for");

        IEnumerable<int> Counted()
        {
            while (true) yield return Interlocked.Increment(ref made);
        }
    }

    [Fact]
    public void Of_ThrowsWhatItsMakingThrew_AfterWhatWasMade()
    {
        var taken = new List<int>();
        Assert.Throws<InvalidDataException>(() => taken.AddRange(ReadAhead.Of(Broken(), 8)));
        using var again = ReadAhead.Of(Broken(), 8).GetEnumerator();
        Assert.True(again.MoveNext() && again.MoveNext());
        Assert.Throws<InvalidDataException>(() => again.MoveNext());

        static IEnumerable<int> Broken()
        {
            yield return 1;
            yield return 2;
            throw new InvalidDataException();
        }
    }

    [Fact]
    public void WhoeverStops_EndsTheMaking()
    {
        using var ended = new ManualResetEventSlim();
        using (var some = ReadAhead.Of(Endless(), 2).GetEnumerator()) Assert.True(some.MoveNext());
        Assert.True(ended.Wait(Deadline, TestContext.Current.CancellationToken));

        IEnumerable<int> Endless()
        {
            try
            {
                while (true) yield return 0;
            }
            finally
            {
                ended.Set();
            }
        }
    }
}
