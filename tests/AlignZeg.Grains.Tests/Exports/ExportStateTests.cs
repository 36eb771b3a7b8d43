using AlignZeg.Abstractions.Exports;
using AlignZeg.Grains.Exports;
using Xunit;

namespace AlignZeg.Grains.Tests.Exports;

public sealed class ExportStateTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ExportOrder Order = new("png", Strict: false);

    [Fact]
    public void SameOrderAgain_ChangesNothing_AndAnotherIsRefused()
    {
        var state = new ExportState();
        Assert.True(state.Accept("e", Order, total: 7, Now));
        Assert.False(state.Accept("e", Order, total: 7, Now.AddHours(1)));
        Assert.Throws<ExportConflictException>(() => state.Accept("e", Order with { Strict = true }, 7, Now));
        state.Complete(new(7, 0, false, true, 100, "00"), Now.AddMinutes(1));
        Assert.False(state.Accept("e", Order, total: 7, Now));
        Assert.Equal((ExportPhase.Completed, 7, Now.AddMinutes(1)), (state.Status(0).Phase, state.Status(0).Done, state.Status(0).EndedAt));
    }

    [Fact]
    public void FailedOne_IsTriedAgain_FromTheBeginning()
    {
        var state = new ExportState();
        state.Accept("e", Order, 7, Now);
        state.Begin(5, Now);
        state.Fail("No.", Now);
        Assert.True(state.Accept("e", Order, 8, Now.AddHours(1)));
        Assert.Equal((ExportPhase.Running, 0, null, 8, null), (state.Phase, state.Attempts, state.Problem, state.Total, state.EndedAt));
    }

    [Fact]
    public void SilosThatAreLost_HaveAnEnd()
    {
        var state = new ExportState();
        state.Accept("e", Order, 7, Now);
        for (int i = 0; i < 3; i++) Assert.True(state.Begin(3, Now)); // and its silo is gone before it hears of an end
        Assert.False(state.Begin(3, Now));
        Assert.Equal(ExportPhase.Failed, state.Phase);
        Assert.NotEmpty(state.Problem!);
    }
}
