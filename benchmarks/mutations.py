"""Makes mutants of a module: one operator, constant, condition or result changed, a mutant each."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

ROOT = Path(__file__).resolve().parents[1]

_COMPARISONS = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_ARITHMETIC = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the module, its line, what was changed into what, and where in the module's tree."""

    path: Path
    line: int
    change: str
    function: str | None
    """The outermost function in whose body the change is made, dotted; null for one made elsewhere."""
    node: int
    choice: int

    @property
    def module(self) -> str:
        """The dotted name of the module."""
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts)

    def code(self) -> CodeType:
        """The changed module, compiled."""
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        target = list(ast.walk(tree))[self.node]
        changed = list(_changes(target))[self.choice][1]
        target.__class__ = changed.__class__
        target.__dict__.update(changed.__dict__)
        return compile(ast.unparse(ast.fix_missing_locations(tree)), str(self.path), "exec")


def mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = {id(node): name for name, body in _functions(tree.body) for node in body}
    for number, node in enumerate(ast.walk(tree)):
        for choice, (change, _) in enumerate(_changes(node)):
            yield Mutant(path, getattr(node, "lineno", 0), change, functions.get(id(node)), number, choice)


def _functions(body: list[ast.stmt], within: str = "") -> Iterator[tuple[str, list[ast.AST]]]:
    """The functions of a module and the methods of its classes, each with the nodes of its body."""
    for statement in body:
        if isinstance(statement, ast.ClassDef):
            yield from _functions(statement.body, f"{within}{statement.name}.")
        elif isinstance(statement, ast.FunctionDef):
            yield within + statement.name, [node for inner in statement.body for node in ast.walk(inner)]


def _changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARISONS:
        ops = [_COMPARISONS[type(node.ops[0])](), *node.ops[1:]]
        yield ast.unparse(node), ast.Compare(node.left, ops, node.comparators)
    elif isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
        yield ast.unparse(node), ast.BinOp(node.left, _ARITHMETIC[type(node.op)](), node.right)
    elif isinstance(node, ast.BoolOp):
        op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield ast.unparse(node), ast.BoolOp(op, node.values)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield ast.unparse(node), ast.UnaryOp(ast.Not(), ast.UnaryOp(ast.Not(), node.operand))
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield f"{node.value} -> {node.value + 1}", ast.Constant(node.value + 1)
    elif isinstance(node, ast.Constant) and type(node.value) is bool:
        yield f"{node.value} -> {not node.value}", ast.Constant(not node.value)
    elif isinstance(node, ast.Return) and node.value is not None and not _is_empty(node.value):
        yield f"{ast.unparse(node)} -> return None", ast.Return(ast.Constant(None))


def _is_empty(node: ast.AST) -> bool:
    """`None` in the place of `None` or `False` changes nothing that a condition tells."""
    return isinstance(node, ast.Constant) and (node.value is None or node.value is False)
