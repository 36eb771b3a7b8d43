using AlignZeg.Model.Training;

namespace AlignZeg.Model.Tests.Training;

public sealed class LinearAssignmentTests
{
    [Fact]
    public void Solve_EqualsBruteForce()
    {
        var random = new Random(5);
        for (int round = 0; round < 200; round++)
        {
            int rows = random.Next(0, 5), columns = rows + random.Next(0, 4);
            var cost = new double[rows, columns];
            for (int r = 0; r < rows; r++)
                for (int c = 0; c < columns; c++) cost[r, c] = random.Next(-9, 10);
            var found = LinearAssignment.Solve(cost);
            Assert.Equal(rows, found.Distinct().Count());
            Assert.Equal(Best(cost, 0, []), found.Select((column, row) => cost[row, column]).Sum(), 9);
        }
    }

    [Fact]
    public void Solve_WithMoreRowsThanColumns_IsRefused() => Assert.Throws<ArgumentException>(() => LinearAssignment.Solve(new double[2, 1]));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public async Task Solve_WithoutFiniteCosts_IsRefused_AndDoesNotLookForEver(double cost)
    {
        var solving = Task.Run(() => LinearAssignment.Solve(new double[,] { { cost, cost, cost } }), TestContext.Current.CancellationToken);
        var diverged = await Assert.ThrowsAsync<DivergedException>(() => solving.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        Assert.Contains("learning_rate", diverged.Message, StringComparison.Ordinal);
    }

    private static double Best(double[,] cost, int row, HashSet<int> taken)
    {
        if (row == cost.GetLength(0)) return 0;
        double best = double.PositiveInfinity;
        for (int c = 0; c < cost.GetLength(1); c++)
        {
            if (!taken.Add(c)) continue;
            best = Math.Min(best, cost[row, c] + Best(cost, row + 1, taken));
            taken.Remove(c);
        }

        return best;
    }
}
