using AlignZeg.Model.Training;

namespace AlignZeg.Model.Tests.Training;

public sealed class CountedRandomTests
{
    // The whole of resuming rests on it: whatever is drawn advances the sequence by one.
    [Fact]
    public void Seek_GoesOnWhereTheSequenceStood()
    {
        var random = new CountedRandom(5);
        for (int i = 0; i < 1000; i++)
        {
            if (i % 3 == 0) random.NextDouble();
            else random.Next(i % 3 == 1 ? 2 : int.MaxValue);
        }

        var again = new CountedRandom(5);
        again.Seek(random.Draws);
        Assert.Equal(1000, again.Draws);
        Assert.Equal(Enumerable.Range(0, 50).Select(_ => random.Next(1 << 30)), Enumerable.Range(0, 50).Select(_ => again.Next(1 << 30)));
    }
}
