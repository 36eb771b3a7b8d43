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
}
