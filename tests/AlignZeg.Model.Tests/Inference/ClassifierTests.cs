using AlignZeg.Model.Inference;

namespace AlignZeg.Model.Tests.Inference;

public sealed class ClassifierTests
{
    private static readonly Classifier Sample = new(2, [1, 2, 3, 4], [5, 6], [true, false]);

    [Fact]
    public void FromBytes_GivesBackWhatWasWritten()
    {
        var read = Classifier.FromBytes(Sample.ToBytes());
        Assert.Equal((2, 2, 1), (read.Dimension, read.Classes, read.Prototypes));
        Assert.Equal(Sample.Text, read.Text);
        Assert.Equal(Sample.Background, read.Background);
        Assert.Equal(Sample.Seen, read.Seen);
    }

    [Fact]
    public void FromBytes_OfAnythingElse_IsRefused()
    {
        Assert.Throws<InvalidDataException>(() => Classifier.FromBytes([]));
        Assert.Throws<InvalidDataException>(() => Classifier.FromBytes(new byte[64]));
        Assert.Throws<InvalidDataException>(() => Classifier.FromBytes(Sample.ToBytes()[..^1]));
    }

    [Fact]
    public void FromBytes_GivesBackSeenPrototypes_AndWithoutThemTheBytesAreThoseOfTheFirstVersion()
    {
        var more = Sample with { SeenText = [7, 8, 9, 10, 11, 12] };
        var read = Classifier.FromBytes(more.ToBytes());
        Assert.Equal((2, 2, 1, 3), (read.Dimension, read.Classes, read.Prototypes, read.SeenPrototypes));
        Assert.Equal(more.SeenText, read.SeenText);
        Assert.Equal(more.Background, read.Background);
        Assert.Equal(16 + 2 + 4 * (4 + 2), Sample.ToBytes().Length);
        Assert.Equal("ALZ1", System.Text.Encoding.ASCII.GetString(Sample.ToBytes(), 0, 4));
        Assert.Throws<InvalidDataException>(() => Classifier.FromBytes(more.ToBytes()[..^1]));
        Assert.Throws<InvalidDataException>(() => Classifier.FromBytes([.. more.ToBytes(), 0]));
        Assert.Throws<InvalidDataException>(() => Classifier.FromBytes([.. Sample.ToBytes(), 0]));
    }
}
