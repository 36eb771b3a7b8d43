using AlignZeg.Model.Inference;

namespace AlignZeg.Model.Tests.Inference;

public sealed class PaddedFrameTests
{
    [Fact]
    public void Pad_AddsZerosRightAndBelow()
    {
        using var scope = NewDisposeScope();
        var frame = PaddedFrame.Of(new(Width: 33, Height: 64), 32);
        Assert.Equal((64, 64), (frame.Width, frame.Height));
        var padded = frame.Pad(ones(1, 3, 64, 33));
        Assert.Equal([1, 3, 64, 64], padded.shape);
        Assert.Equal(3 * 64 * 33, padded.sum().item<float>());
        Assert.Equal(3 * 64 * 33, padded.narrow(3, 0, 33).sum().item<float>());
    }

    // Stripe by stripe the rows are those of enlarging, cropping and resizing whole masks.
    [Theory]
    [InlineData(90, 67)]
    [InlineData(31, 200)]
    [InlineData(64, 48)]
    public void Rows_EqualTheWholeMasksResizedTwice(int height, int width)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var frame = PaddedFrame.Of(new(Width: 100, Height: 120), 32);
        var masks = 5 * randn(1, 3, 8, 8);
        var enlarged = nn.functional.interpolate(masks, [128, 128], mode: InterpolationMode.Bilinear, align_corners: false).narrow(2, 0, 120).narrow(3, 0, 100);
        var whole = nn.functional.interpolate(enlarged, [height, width], mode: InterpolationMode.Bilinear, align_corners: false).squeeze(0);
        for (int top = 0; top < height; top += 7)
        {
            int count = Math.Min(7, height - top);
            Golden.AssertClose(whole.narrow(1, top, count), frame.Rows(masks, top, count, width, height), 1e-4);
        }
    }
}
