"""Compiles a file so that the functions that were asked for tell what they do; all others are compiled as they stand."""

import ast

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
LEAVES = (ast.Return, ast.Raise, ast.Break, ast.Continue)
BEGIN, LEFT, LINE, CALL, YIELD, RETURN, REARM, BRANCH = (
    f"__tessera_{name}__" for name in ("begin", "left", "line", "call", "yield", "return", "rearm", "branch"))
# Lists by a function's number. A look at one costs a tenth of a call: what nobody asks for any more is hardly slower.
ASKED, HOT, LIVE, TIRED, FRESH = (f"__tessera_{name}__" for name in ("asked", "hot", "live", "tired", "fresh"))


def weave(source, file, numbers, callees):
    """
    Gives the code of a file's module. `numbers` tells the number of each function by its first line and name.
    Lines and names stay as they are, so that tracebacks, `inspect` and the program itself see what they would see.
    """
    tree = ast.parse(source, file)
    marked = {}
    for node in list(ast.walk(tree)):
        number = numbers.get(place_of(node))
        if number is not None:
            marks = Marks(number, callees)
            marks.weave(node)
            marked[number] = marks
    return compile(tree, file, "exec", dont_inherit=True), marked


def place_of(node):
    if isinstance(node, ast.Module):
        return 1, "<module>"
    return (first_line(node), node.name) if isinstance(node, FUNCTIONS) else None


def first_line(node):
    return min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", ()))])


class Marks(ast.NodeTransformer):
    """Puts the marks into one function, and into nothing that is a function of its own."""

    def __init__(self, number, callees):
        self._number = number
        self._callees = callees
        self._headers = []
        self.lines = set()
        self.branches = 0

    def weave(self, function):
        if not function.body:
            return
        kept = leading(function)
        line = getattr(function, "lineno", function.body[0].lineno)
        rest = self._block(function.body[kept:])
        if not isinstance(function.body[-1], (ast.Return, ast.Raise)):
            rest.append(self._statement(f"{RETURN}({self._number}, None)", line))
        guarded = self._statement(f"try:\n pass\nfinally:\n if {ASKED}[{self._number}] or {LIVE}[{self._number}]: {LEFT}({self._number})", line)
        guarded.body = rest
        begin = self._statement(f"if {ASKED}[{self._number}]: {BEGIN}({self._number})", line)
        function.body = [*function.body[:kept], begin, guarded]

    def _block(self, statements):
        marked = []
        for statement in statements:
            if not isinstance(statement, (ast.Global, ast.Nonlocal)):
                marked.append(self._line(first_line(statement)))
            if isinstance(statement, ast.Continue):
                marked.append(self._line(self._headers[-1]))
            if isinstance(statement, ast.Break):
                marked.append(self._rearm(statement.lineno))
            if isinstance(statement, ast.Return) and statement.value is None:
                # An asynchronous generator may return nothing else, not even a None that is written out.
                marked.append(self._statement(f"{RETURN}({self._number}, None)", statement.lineno))
            marked.append(self.visit(statement))
        return marked

    def _block_that_returns(self, node):
        """The body of a statement whose first line runs again after it."""
        back = [] if isinstance(node.body[-1], LEAVES) else [self._line(node.lineno)]
        return [*self._block(node.body), *back]

    def _loop(self, node):
        for field in ("iter", "test"):
            if hasattr(node, field):
                setattr(node, field, self.visit(getattr(node, field)))
        self._headers.append(node.lineno)
        node.body = self._block_that_returns(node)
        self._headers.pop()
        node.orelse = [self._rearm(node.lineno), *self._block(node.orelse)]
        return node

    visit_For = visit_AsyncFor = visit_While = _loop

    def visit_If(self, node):
        node.test = self.visit(node.test)
        node.body, node.orelse = self._branch(node.body), self._branch(node.orelse)
        return node

    def _branch(self, statements):
        """A block that is entered now and then: its first time is worth seeing however tired the loop around it is."""
        if not statements:
            return statements
        self.branches += 1
        branch = self.branches - 1
        entered = self._statement(f"if {FRESH}[{self._number}][{branch}]: {BRANCH}({self._number}, {branch})", first_line(statements[0]))
        return [entered, *self._block(statements)]

    def _try(self, node):
        node.body, node.orelse = self._block(node.body), self._block(node.orelse)
        for handler in node.handlers:
            if handler.type is not None:
                handler.type = self.visit(handler.type)
            handler.body = [self._rearm(handler.lineno), self._line(handler.lineno, handler.name), *self._block(handler.body)]
        if node.finalbody:
            node.finalbody = [self._rearm(node.finalbody[0].lineno), *self._block(node.finalbody)]
        return node

    visit_Try = visit_TryStar = _try

    def _with(self, node):
        node.items = [self.visit(item) for item in node.items]
        node.body = self._block_that_returns(node)
        return node

    visit_With = visit_AsyncWith = _with

    def visit_Match(self, node):
        node.subject = self.visit(node.subject)
        for case in node.cases:
            if case.guard is not None:
                case.guard = self.visit(case.guard)
            case.body = [self._line(case.pattern.lineno), *self._branch(case.body)]
        return node

    def visit_Return(self, node):
        node.value = node.value and self._around(RETURN, self.visit(node.value), node)
        return node

    def visit_AnnAssign(self, node):
        node.target = self.visit(node.target)
        node.value = node.value and self.visit(node.value)
        return node

    def visit_FunctionDef(self, node):
        # Decorators and defaults are evaluated by the function around.
        node.decorator_list = [self.visit(decorator) for decorator in node.decorator_list]
        node.args.defaults = [self.visit(default) for default in node.args.defaults]
        node.args.kw_defaults = [default and self.visit(default) for default in node.args.kw_defaults]
        return node

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_ClassDef(self, node):
        node.decorator_list = [self.visit(decorator) for decorator in node.decorator_list]
        node.bases = [self.visit(base) for base in node.bases]
        return node

    def visit_Lambda(self, node):
        return node

    def visit_GeneratorExp(self, node):
        node.generators[0].iter = self.visit(node.generators[0].iter)
        return node

    def visit_Yield(self, node):
        value = ast.Constant(None) if node.value is None else self.visit(node.value)
        node.value = self._around(YIELD, value, node)
        return node

    def visit_Call(self, node):
        self.generic_visit(node)
        if not self._callees:
            return node
        # The line that the interpreter gives to the call: an attribute's own where it stands on a later one.
        line = node.func.end_lineno if isinstance(node.func, ast.Attribute) else node.lineno
        called = self._placed(ast.parse(f"{CALL}({self._number}, 0) if {HOT}[{self._number}] else 0", mode="eval").body, line)
        # The callee is evaluated in one branch or the other, never in both.
        called.body.args[1] = called.orelse = node.func
        node.func = called
        return node

    def _around(self, mark, value, node):
        call = self._placed(ast.parse(f"{mark}({self._number}, 0)", mode="eval").body, node.lineno)
        call.args[1] = ast.copy_location(value, node) if isinstance(value, ast.Constant) else value
        return call

    def _line(self, line, bound=None):
        self.lines.add(line)
        return self._statement(f"if {HOT}[{self._number}]: {LINE}({self._number}, {line}, {bound!r})", line)

    def _rearm(self, line):
        return self._statement(f"if {TIRED}[{self._number}]: {REARM}({self._number})", line)

    def _statement(self, text, line):
        return self._placed(ast.parse(text).body[0], line)

    def _placed(self, tree, line):
        for node in ast.walk(tree):
            if hasattr(node, "lineno"):
                node.lineno = node.end_lineno = line
                node.col_offset = node.end_col_offset = 0
        return tree


def leading(function):
    """How many statements have to stay first: the docstring, and what a module imports from the future."""
    kept = 0
    for statement in function.body:
        is_text = kept == 0 and isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant) and isinstance(statement.value.value, str)
        if not is_text and not (isinstance(statement, ast.ImportFrom) and statement.module == "__future__"):
            break
        kept += 1
    return kept
