using AlignZeg.Model.Training;

namespace AlignZeg.Model.Tests.Training;

public sealed class TextureShuffleTests
{
    private const int Count = 8, Side = 24;
    private const long First = 3, Second = 7;

    [Fact]
    public void Of_ChangesOneClassOfEveryPicture_AndNothingElse()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        using var images = rand(Count, 3, Side, Side);
        using var labels = Labels();

        using var shuffled = TextureShuffle.Of(images, labels, share: 1);

        using var changed = (shuffled - images).abs().sum(1).gt(0);                                             // [B, H, W]
        bool Changes(int picture, long label) => changed[picture].logical_and(labels[picture].eq(label)).any().item<bool>();
        bool[] first = [.. Enumerable.Range(0, Count).Select(i => Changes(i, First))], second = [.. Enumerable.Range(0, Count).Select(i => Changes(i, Second))];
        Assert.All(Enumerable.Range(0, Count - 1), i => Assert.True(first[i] ^ second[i], $"picture {i}: {first[i]}, {second[i]}"));
        Assert.Contains(true, first);
        Assert.Contains(true, second);
        Assert.All(Enumerable.Range(0, Count), i => Assert.False(Changes(i, 0) || Changes(i, TrainingImage.Ignored)));
        Assert.False(changed[Count - 1].any().item<bool>()); // it has no labels
    }

    [Fact]
    public void Of_LeavesPicturesAsTheyAre_BesideTheirShare()
    {
        using var scope = NewDisposeScope();
        using var images = rand(Count, 3, Side, Side);
        using var labels = Labels();
        var state = random.get_rng_state();

        using var none = TextureShuffle.Of(images, labels, share: 0);

        Assert.True(none.Equals(images));
        Assert.True(random.get_rng_state().Equals(state)); // trainings without it are what they were
    }

    [Fact]
    public void Of_PastesFromAnotherPlace_SoThatAnObjectHasWhatItNeverHad()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        using var images = zeros(2, 3, Side, Side);
        images[1].fill_(1);
        using var labels = full([2, Side, Side], First, ScalarType.Int64);

        bool[] pasted = [.. Enumerable.Range(0, 40).Select(_ => TextureShuffle.Of(images, labels, share: 1)[0].abs().max().item<float>() > .2)];

        Assert.InRange(pasted.Count(p => p), 8, 32); // the other picture is drawn half of the time
    }

    // The upper third is of one class, the middle of another, then background and ignored pixels; the last picture has only these.
    private static Tensor Labels()
    {
        var labels = zeros(Count, Side, Side, ScalarType.Int64);
        labels.narrow(1, 0, 8).fill_(First);
        labels.narrow(1, 8, 8).fill_(Second);
        labels.narrow(1, 20, 4).fill_(TrainingImage.Ignored);
        labels[Count - 1].narrow(0, 0, 16).fill_(0);
        return labels;
    }
}
