using System.Diagnostics;

namespace AlignZeg.Model.Tests;

/// <summary>What native code reads is not freed under it: see <c>Natives/KeepArgumentsTask.cs</c>.</summary>
public sealed class ArgumentLifetimeTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(3); // without the guard the first fault comes within two seconds

    [Fact]
    public void TorchSharp_KeepsItsArguments() =>
        Assert.True(typeof(Tensor).Assembly.GetCustomAttributes(typeof(DebuggableAttribute), inherit: false).Cast<DebuggableAttribute>().Single().IsJITOptimizerDisabled);

    // Scalars of ours and of TorchSharp itself (a + b has one), and tensors that no scope holds. Unguarded, some of these end the process.
    [Fact]
    public void Steps_AreRight_WhileFinalizersRun()
    {
        using var x = ones(4);
        Steps(x, 400); // past the first tiers of the JIT, whose code keeps its arguments anyway
        var clock = Stopwatch.StartNew();
        var collector = new Thread(() => Collect(clock)) { IsBackground = true };
        collector.Start();
        var values = new HashSet<float>();
        while (clock.Elapsed < Long) values.UnionWith(Steps(x, 100));
        collector.Join();
        Assert.Equal([6.25f], values);
    }

    private static float[] Steps(Tensor x, int count) => [.. Enumerable.Range(0, count).Select(_ => Step(x))];

    private static float Step(Tensor x)
    {
        var y = ((x - 0.5) * 2 + x.mul(ones(4))).clamp(0.25, 8).masked_fill(x > 3, 7);   // 2
        var z = y + (1 - x) + full_like(x, 0.5);                                         // 2.5
        return z.pow(2).mean().item<float>();
    }

    private static void Collect(Stopwatch clock)
    {
        while (clock.Elapsed < Long)
        {
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
            GC.WaitForPendingFinalizers();
        }
    }
}
