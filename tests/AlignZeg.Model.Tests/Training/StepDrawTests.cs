using System.Text.RegularExpressions;
using AlignZeg.Model.Training;

namespace AlignZeg.Model.Tests.Training;

/// <summary>What a step draws must come from the CPU's generator on every device: its state is all that a checkpoint can keep. The device meta computes nothing and stands for any other one.</summary>
public sealed partial class StepDrawTests
{
    [Fact]
    public void Uniform_IsTheCpusNumbers_OnAnyDevice() => AssertDrawsAlike(device => StepDraw.Uniform(device, 5, 2));

    [Fact]
    public void Integers_AreTheCpusNumbers_OnAnyDevice() => AssertDrawsAlike(device => StepDraw.Integers(device, 9, 7));

    [Fact]
    public void Light_IsDrawnByTheCpu()
    {
        var batch = new TrainingBatch([new TrainingImage(new byte[8 * 8 * 3], 8, 8, new byte[8 * 8], [])], new(Relight: true, []), 0);
        AssertDrawsAlike(device => batch.Load(device).Images);
    }

    [Fact]
    public void Draws_AreWhatTheGeneratorGives()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var (numbers, integers) = (rand(5, 2), randint(0, 9, [7]));
        manual_seed(3);
        Assert.True(StepDraw.Uniform(CPU, 5, 2).Equals(numbers));
        Assert.True(StepDraw.Integers(CPU, 9, 7).Equals(integers));
    }

    // Colours, surfaces and hidden patches cannot be computed on meta, so their code is read.
    [Fact]
    public void NoCode_DrawsOnADevice()
    {
        var lines = Directory.EnumerateFiles(Fixtures.PathInProject("src", "AlignZeg.Model", "Training"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => File.ReadLines(file).Select(line => $"{Path.GetFileName(file)}: {line.Trim()}"));
        Assert.DoesNotContain(lines, line => DrawOnADevice().IsMatch(line));
        Assert.Matches(DrawOnADevice(), "var gain = 1 + rand(count, 3, device: images.device);");
    }

    private static void AssertDrawsAlike(Func<Device, Tensor> draw)
    {
        using var scope = NewDisposeScope();
        var (here, there) = (StateAfter(draw, CPU), StateAfter(draw, META));
        Assert.False(here.Equals(StateAfter(_ => zeros(1), CPU)), "nothing was drawn");
        Assert.True(here.Equals(there), "something was drawn by another generator");
    }

    private static Tensor StateAfter(Func<Device, Tensor> draw, Device device)
    {
        manual_seed(5);
        Assert.Equal(device.type, draw(device).device_type);
        return random.get_rng_state();
    }

    [GeneratedRegex(@"\brand\w*\(.*\bdevice:", RegexOptions.None, 1000)]
    private static partial Regex DrawOnADevice();
}
