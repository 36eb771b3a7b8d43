using AlignZeg.Abstractions.Models;
using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Tests.Labelling;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AlignZeg.Grains.Tests.Devices;

public sealed class LoadedModelsTests : IDisposable
{
    private readonly FakeSegmenterFactory _factory = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ModelUses _uses = new();
    private readonly LoadedModels _models;

    public LoadedModelsTests() => _models = new(_factory, "cpu", 100, _uses, _time);

    public void Dispose() => _models.Dispose();

    [Fact]
    public void LeastRecentlyUsedModel_MakesRoom()
    {
        var (a, b, c) = (Model("a", 40), Model("b", 40), Model("c", 50));
        _models.Get(a);
        _models.Get(b);
        _models.Get(a);
        _models.Get(c);
        Assert.Equal([b.Path], _factory.Disposed);
        _models.TakeStock();
        Assert.Equal([a.Hash, c.Hash], _models.Stock.Loaded);
        Assert.Equal((90L, 100L, 3, 1), (_models.Stock.ResidentBytes, _models.Stock.BudgetBytes, _models.Stock.Loads, _models.Stock.Evictions));
    }

    [Fact]
    public void ModelInUse_StaysUntilItIsNot()
    {
        var (a, b) = (Model("a", 60), Model("b", 60));
        _models.Get(a);
        _uses.Enter(a.Hash);
        _uses.Enter(a.Hash);
        var released = _uses.Released;
        Assert.Contains("'b'", Assert.Throws<DeviceBusyException>(() => _models.Get(b)).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(a.Path, _factory.Disposed);
        _uses.Leave(a.Hash);
        Assert.False(released.IsCompleted);
        _uses.Leave(a.Hash);
        Assert.True(released.IsCompleted);
        Assert.Equal(b.Hash, _models.Get(b).Hash);
        Assert.Contains(a.Path, _factory.Disposed);
    }

    [Fact]
    public void ModelLargerThanTheBudget_IsRefused_AndCostsNobodyItsPlace()
    {
        var (a, large) = (Model("a", 60), Model("large", 123_456));
        _models.Get(a);
        string message = Assert.Throws<ModelUnavailableException>(() => _models.Get(large)).Message;
        Assert.Contains("123,456", message, StringComparison.Ordinal);
        Assert.Contains(" 100;", message, StringComparison.Ordinal);
        Assert.Equal([large.Path], _factory.Disposed);
        Assert.Throws<ModelUnavailableException>(() => _models.Get(large)); // its size is known now: it is not even loaded
        Assert.Single(_factory.Disposed);
    }

    [Fact]
    public void Model_IsReadyWhenItIsThere_AndTheFirstPassIsPartOfTheLoad()
    {
        var a = Model("a", 10);
        _factory.BeforeWarmUp = _ => _time.Advance(TimeSpan.FromSeconds(3));
        _models.Get(a);
        Assert.Equal(TimeSpan.FromSeconds(3), _models.Stock.LastLoad);
        _factory.BeforeWarmUp = _ => throw new InvalidOperationException("no kernel for this device");
        Assert.Contains("no kernel for this device", Assert.Throws<ModelUnavailableException>(() => _models.Get(Model("b", 10))).Message, StringComparison.Ordinal);
        Assert.Equal(["/sized/b-10"], _factory.Disposed);
    }

    [Fact]
    public void DeviceWithoutMemory_GivesUpOtherModels_BeforeAModelFailsToLoad()
    {
        var (a, b) = (Model("a", 10), Model("b", 10));
        _models.Get(a);
        _factory.BeforeWarmUp = path =>
        {
            if (path == b.Path && !_factory.Disposed.Contains(a.Path)) Exhaustion.Throw();
        };
        Assert.Equal(b.Hash, _models.Get(b).Hash);
        _factory.BeforeWarmUp = _ => Exhaustion.Throw();
        Assert.Throws<ModelUnavailableException>(() => _models.Get(a));
        _models.TakeStock();
        Assert.Empty(_models.Stock.Loaded);
    }

    [Fact]
    public void Counts_OutliveTheirModel()
    {
        _models.Get(Model("a", 60)).BuildClassifier(new([["cat"], ["dog"]], []), TestContext.Current.CancellationToken);
        _models.Get(Model("b", 60)).BuildClassifier(new([["cow"]], []), TestContext.Current.CancellationToken);
        _models.TakeStock();
        Assert.Equal(3, _models.Stock.TextRuns);
        _models.Clear();
        Assert.Equal((3L, 0L), (_models.Stock.TextRuns, _models.Stock.ResidentBytes));
    }

    private static ModelBundle Model(string name, long bytes) => new(new(name), $"/sized/{name}-{bytes}", $"/sized/{name}-{bytes}");
}
