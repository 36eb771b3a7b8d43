using AlignZeg.Model.Inference;

namespace AlignZeg.Model.Tests.Inference;

public sealed class ImageFeaturesTests
{
    private static readonly ImageFeatures Some = new(new(64, 32), 640, 320, new(3, 2), [1, 2, 3, 4, 5, 6, -1, -2, -3, -4, -5, float.Epsilon], [.5f, .25f, 1, 0]);

    [Fact]
    public void Bytes_ComeBackAsTheyWere()
    {
        var read = ImageFeatures.FromBytes(Some.ToBytes())!;
        Assert.Equal((Some.Size, Some.Width, Some.Height, Some.Grid, 2), (read.Size, read.Width, read.Height, read.Grid, read.Proposals));
        Assert.Equal(Some.Masks, read.Masks);
        Assert.Equal(Some.Embeddings, read.Embeddings);
    }

    [Fact]
    public void DamagedBytes_AreNone()
    {
        var bytes = Some.ToBytes();
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            Assert.Null(ImageFeatures.FromBytes(bytes));
            bytes[i] ^= 1;
            Assert.Null(ImageFeatures.FromBytes(bytes.AsSpan(..i)));
        }

        Assert.NotNull(ImageFeatures.FromBytes(bytes));
    }
}
