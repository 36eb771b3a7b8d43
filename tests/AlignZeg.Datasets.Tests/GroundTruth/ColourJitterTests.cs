using AlignZeg.Datasets.GroundTruth;
using AlignZeg.Datasets.Worlds;

namespace AlignZeg.Datasets.Tests.GroundTruth;

public sealed class ColourJitterTests
{
    // Grey has no hue and no saturation: brightness and contrast alone may move it, by what SSD allows.
    [Fact]
    public void Apply_MovesGreyWithinItsBounds_AndKeepsItGrey()
    {
        int unchanged = 0;
        for (int i = 0; i < 400; i++)
        {
            byte[] rgb = [100, 100, 100];
            new ColourJitter(new SeededRandom(1, i)).Apply(rgb);
            Assert.True(rgb[0] == rgb[1] && rgb[1] == rgb[2]);
            Assert.InRange(rgb[0], (100 - 32) * .5 - 1, (100 + 32) * 1.5 + 1);
            if (rgb[0] == 100) unchanged++;
        }

        Assert.InRange(unchanged, 60, 140); // neither of two coins: a quarter
    }

    [Fact]
    public void Apply_TurnsHuesBothWays_ByUpTo36Degrees()
    {
        var greens = new List<int>();
        for (int i = 0; i < 400; i++)
        {
            byte[] rgb = [200, 0, 0];
            new ColourJitter(new SeededRandom(2, i)).Apply(rgb);
            int top = Math.Max(rgb[0], Math.Max(rgb[1], rgb[2]));
            Assert.Equal(top, rgb[0]); // red turned by less than 60 degrees stays red above all
            greens.Add(rgb[1] - rgb[2]);
        }

        Assert.Contains(greens, g => g > 20);
        Assert.Contains(greens, g => g < -20);
    }
}
